package dev

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"
)

// portsTried is how many ports are tried if the default port is in use.
const portsTried = 20

// listen opens the port. If the port is in use, it opens the next free one and says so
// in note, or without next returns a *[BusyError].
func listen(host string, port int, next bool) (l net.Listener, note string, err error) {
	if host == "" {
		host = "127.0.0.1"
	}
	tries := 1
	if next {
		tries = portsTried
	}
	for i := range tries {
		addr := net.JoinHostPort(host, strconv.Itoa(port+i))
		l, err = net.Listen("tcp", addr)
		switch {
		case err == nil && i > 0:
			return l, fmt.Sprintf("port %d is in use; serving on %d", port, port+i), nil
		case err == nil:
			return l, "", nil
		case !errors.Is(err, syscall.EADDRINUSE):
			return nil, "", fmt.Errorf("listen on %s: %w", addr, err)
		}
		err = &BusyError{addr}
	}
	return nil, "", err
}
