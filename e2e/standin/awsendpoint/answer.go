package awsendpoint

import (
	"crypto/rand"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

type answer struct {
	status      int
	contentType string
	retryAfter  string
	body        []byte
	padding     int
	truncate    bool
}

func jsonAnswer(status int, value any) answer {
	body, err := json.Marshal(value)
	if err != nil {
		return answer{status: http.StatusInternalServerError}
	}
	return answer{status: status, contentType: "application/x-amz-json-1.1", body: body}
}

func xmlAnswer(status int, value any) answer {
	body, err := xml.Marshal(value)
	if err != nil {
		return answer{status: http.StatusInternalServerError}
	}
	return answer{status: status, contentType: "text/xml", body: body}
}

func (a answer) write(w http.ResponseWriter, now time.Time) {
	header := w.Header()
	header.Set("Date", now.UTC().Format(http.TimeFormat))
	header.Set("X-Amzn-Requestid", requestID())
	if a.contentType != "" {
		header.Set("Content-Type", a.contentType)
	}
	if a.retryAfter != "" {
		header.Set("Retry-After", a.retryAfter)
	}
	// White space after a document is no part of it, so a padded answer means what it meant.
	body := append(a.body, strings.Repeat(" ", a.padding)...)
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(a.status)
	if a.truncate {
		body = body[:len(a.body)/2]
	}
	w.Write(body) //nolint:errcheck // the client left
	if a.truncate {
		http.NewResponseController(w).Flush() //nolint:errcheck // the client left
		panic(http.ErrAbortHandler)
	}
}

// reset ends a connection so that the client's next read fails instead of finding its end.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	raw := conn
	if wrapped, ok := conn.(interface{ NetConn() net.Conn }); ok {
		raw = wrapped.NetConn()
	}
	if tcp, ok := raw.(*net.TCPConn); ok {
		tcp.SetLinger(0) //nolint:errcheck // then it ends with a FIN, which is an abrupt end as well
	}
	raw.Close()
}

func requestID() string {
	var id [16]byte
	rand.Read(id[:])
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}
