package loopback

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
)

// ServeConnections starts a server that hands each connection to handle, each in a goroutine of its own, whose it is to
// close it.
func ServeConnections(handle func(net.Conn)) (net.Listener, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listening on loopback: %v", err)
	}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go handle(connection)
		}
	}()
	return listener, nil
}

// ServeBytes starts a server that answers every HTTP request by the same bytes, whatever they are, and leaves it to the
// client to close the connection.
func ServeBytes(answer string) (net.Listener, error) {
	return ServeConnections(func(connection net.Conn) {
		defer connection.Close()
		request, err := http.ReadRequest(bufio.NewReader(connection))
		if err != nil {
			return
		}
		io.Copy(io.Discard, request.Body)  //nolint:errcheck // the client left
		io.WriteString(connection, answer) //nolint:errcheck // the client left
		io.Copy(io.Discard, connection)    //nolint:errcheck // the client left
	})
}
