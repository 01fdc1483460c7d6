// Package loopback runs HTTP handlers on 127.0.0.1, each on a port that the system chooses.
//
// The servers of the end-to-end tests and of the demo are built on it. They never listen on another address,
// speak HTTP/1.1 only, so that a handler can cut its connection, and write nothing to standard error.
//
// This package serves this module alone, and changes with it.
package loopback

import (
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

const headerTimeout = 10 * time.Second

// Server is a running HTTP server.
type Server struct {
	http   *http.Server
	addr   string
	scheme string
}

// Serve starts a plain HTTP server.
func Serve(handler http.Handler) (*Server, error) {
	return start(handler, nil)
}

// ServeTLS starts a server that shows certificate to every client. It speaks HTTP/2
// with those that offer it, as registries and AWS do.
func ServeTLS(handler http.Handler, certificate tls.Certificate) (*Server, error) {
	return start(handler, &tls.Config{
		Certificates: []tls.Certificate{certificate},
		MinVersion:   tls.VersionTLS12,
		NextProtos:   []string{"h2", "http/1.1"},
	})
}

func start(handler http.Handler, config *tls.Config) (*Server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listening on loopback: %v", err)
	}
	server := &Server{
		http: &http.Server{
			Handler:           handler,
			ReadHeaderTimeout: headerTimeout,
			ErrorLog:          log.New(io.Discard, "", 0),
		},
		addr:   listener.Addr().String(),
		scheme: "http",
	}
	if config != nil {
		listener = tls.NewListener(listener, config)
		server.scheme = "https"
	}
	go server.http.Serve(listener) //nolint:errcheck // ends with Close, which has its own error
	return server, nil
}

// Addr returns the server's address as 127.0.0.1:port.
func (s *Server) Addr() string { return s.addr }

// URL returns the server's address with its scheme and no path.
func (s *Server) URL() string { return s.scheme + "://" + s.addr }

// Close stops listening and closes every connection, also those whose request is still being answered.
func (s *Server) Close() error { return s.http.Close() }
