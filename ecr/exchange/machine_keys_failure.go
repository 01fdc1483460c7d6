package exchange

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

const noKeysInAnswer = "an answer that holds no keys"

// containerToken is what a container's endpoint wants to see.
func (e Exchanger) containerToken() settingsFile {
	const variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
	if path := e.Getenv(variable + "_FILE"); path != "" {
		return settingsFile{"the file that " + variable + "_FILE names", path}
	}
	return settingsFile{name: variable}
}

// containerFailure is about the credentials endpoint of a container.
func (e Exchanger) containerFailure(err error) *ecr.Failure {
	var status interface{ HTTPStatusCode() int }
	var connection *net.OpError
	switch {
	case strings.Contains(err.Error(), "authorization token"):
		token := e.containerToken()
		if _, err := e.ReadFile(token.path); token.path != "" && err != nil {
			return token.unreadable(err)
		}
		return &ecr.Failure{Cause: ecr.SettingUnusable, Detail: token.name}
	case errors.As(err, &status) && status.HTTPStatusCode() == http.StatusTooManyRequests:
		return &ecr.Failure{Cause: ecr.Throttled, Detail: containerService}
	case errors.As(err, &status) && status.HTTPStatusCode() > 0:
		return &ecr.Failure{Cause: ecr.ContainerRefused, Detail: httpStatus(status.HTTPStatusCode())}
	case errors.As(err, &connection):
		return &ecr.Failure{Cause: ecr.ContainerUnreachable, Detail: systemReason(err)}
	}
	return &ecr.Failure{Cause: ecr.ContainerRefused, Detail: noKeysInAnswer}
}

// watchInstance notes whether the metadata service throttles.
func (c *chain) watchInstance(stack *middleware.Stack) error {
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("WatchInstance",
		func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
			out middleware.DeserializeOutput, metadata middleware.Metadata, err error,
		) {
			out, metadata, err = next.HandleDeserialize(ctx, in)
			request, _ := in.Request.(*smithyhttp.Request)
			response, ok := out.RawResponse.(*smithyhttp.Response)
			if ok && response.StatusCode == http.StatusTooManyRequests && c.localService(request.URL) == instanceService {
				c.isThrottled.Store(true)
			}
			return out, metadata, err
		}), middleware.Before)
}

// instanceFailure is about the metadata service of an instance. It answers a
// request without a session, for whoever got no answer to asking for one, by 401.
func instanceFailure(err error) *ecr.Failure {
	var status interface{ HTTPStatusCode() int }
	var connection *net.OpError
	var timeout net.Error
	switch isAnswer := errors.As(err, &status) && status.HTTPStatusCode() > 0; {
	case isAnswer && status.HTTPStatusCode() == http.StatusUnauthorized:
		return &ecr.Failure{Cause: ecr.InstanceSilent}
	case isAnswer && status.HTTPStatusCode() == http.StatusNotFound:
		return &ecr.Failure{Cause: ecr.InstanceWithoutRole}
	case isAnswer:
		return &ecr.Failure{Cause: ecr.InstanceRefused, Detail: httpStatus(status.HTTPStatusCode())}
	case errors.As(err, &connection) && connection.Op == "dial":
	case errors.As(err, &timeout) && timeout.Timeout():
		return &ecr.Failure{Cause: ecr.InstanceSilent}
	}
	return &ecr.Failure{Cause: ecr.NoAmbientIdentity}
}
