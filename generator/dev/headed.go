package dev

import (
	"bytes"
	"io"
	"log"
	"net"
	"net/http"
)

// A headed listener adds the server's usual headers to the answers that net/http writes
// itself, without a handler: to requests that are malformed or too large.
type headed struct{ net.Listener }

func (l headed) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &headedConn{c}, nil
}

type headedConn struct{ net.Conn }

// bare is the end of the headers of such an answer. net/http writes the whole answer in one
// call. The answer of a handler never has these headers in this order.
var bare = []byte("\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n")

func (c *headedConn) Write(p []byte) (int, error) {
	i := bytes.Index(p[:min(len(p), 256)], bare)
	if i < 0 || !bytes.HasPrefix(p, []byte("HTTP/1.1 ")) || bytes.IndexByte(p, '\n') != i+1 {
		return c.Conn.Write(p)
	}
	h := http.Header{}
	headers(h)
	var b bytes.Buffer
	b.Write(p[:i+2])
	_ = h.Write(&b) // a buffer never fails
	b.Write(p[i+2:])
	if _, err := c.Conn.Write(b.Bytes()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// silent discards net/http's messages about broken requests: they do not concern the
// author.
func silent() *log.Logger { return log.New(io.Discard, "", 0) }
