package awsendpoint

import "slices"

// Call is one request that reached the endpoint, whatever came of it.
type Call struct {
	Operation   Operation // empty for one that is not answered here
	Host        string    // of the request, with its port if it named one
	Region      string    // of the credential scope; empty if unsigned
	AccessKeyID string    // empty if unsigned
}

// Calls returns every call so far, in order of arrival.
func (e *Endpoint) Calls() []Call {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.calls)
}

// Count returns the number of calls of an operation so far.
func (e *Endpoint) Count(operation Operation) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	n := 0
	for _, call := range e.calls {
		if call.Operation == operation {
			n++
		}
	}
	return n
}

func (e *Endpoint) record(req request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.calls = append(e.calls, Call{
		Operation:   req.operation,
		Host:        req.http.Host,
		Region:      req.auth.region,
		AccessKeyID: req.auth.accessKeyID,
	})
}
