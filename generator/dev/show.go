package dev

import (
	"context"

	"playbook/generator/pipeline"
)

// Show serves a finished build on 127.0.0.1 until ctx ends. It calls ready with the
// address. If the port is in use, it takes the next free one and calls note.
func Show(ctx context.Context, r *pipeline.Result, port int, note, ready func(string)) error {
	l, moved, err := listen("", port, true)
	if err != nil {
		return err
	}
	if moved != "" {
		note(moved)
	}
	s := newServer(client{}, "", l.Addr())
	s.preview.still = true
	s.preview.take(r, 0)
	stop := s.start(l)
	defer stop()
	ready(s.url)
	<-ctx.Done()
	return nil
}
