package dev_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"playbook/generator/dev"
	"playbook/generator/pipeline"
	"playbook/templates"
)

// TestShow serves a finished build: its pages as they are, to whoever asks for this
// machine, until the context ends.
func TestShow(t *testing.T) {
	b := &pipeline.Builder{Templates: templates.FS, Options: pipeline.Options{Date: "2026-11-30", Lazy: true}, Source: fstest.MapFS{
		"site.toml":        {Data: []byte("title = \"T\"\nsite_id = \"t\"\n")},
		"content/index.md": {Data: []byte("# Home\n\nHere.\n")},
	}}
	r, err := b.Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- dev.Show(ctx, r, 0, func(string) {}, func(url string) { ready <- url }) }()
	url := <-ready
	get := func(host string) (int, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		if host != "" {
			req.Host = host
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	if status, body := get(""); status != http.StatusOK || !strings.Contains(body, "Here.") || strings.Contains(body, "_dev/") {
		t.Errorf("the home page is %d: %s", status, body)
	}
	if status, _ := get("evil.example"); status != http.StatusForbidden {
		t.Errorf("another host gets %d, expected 403", status)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
