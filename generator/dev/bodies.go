package dev

import (
	"bytes"
	"sync"

	"playbook/generator/output"
)

// maxBodies bounds the drawn files that are kept, in bytes.
const maxBodies = 16 << 20

// bodies keeps what was drawn, by address and key, the oldest leaving first. A
// file without a key is drawn every time.
type bodies struct {
	mu    sync.Mutex
	kept  map[string][]byte
	order []string
	size  int
}

// get returns the bytes of a file, which the caller must not change.
func (b *bodies) get(f output.File) ([]byte, error) {
	key := f.Path + "\x00" + f.Key
	if f.Key != "" {
		b.mu.Lock()
		body, ok := b.kept[key]
		b.mu.Unlock()
		if ok {
			return body, nil
		}
	}
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		return nil, err
	}
	if f.Key != "" {
		b.keep(key, buf.Bytes())
	}
	return buf.Bytes(), nil
}

func (b *bodies) keep(key string, body []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.kept[key] != nil || len(body) > maxBodies/4 {
		return
	}
	if b.kept == nil {
		b.kept = map[string][]byte{}
	}
	b.kept[key] = body
	b.order = append(b.order, key)
	b.size += len(body)
	for b.size > maxBodies {
		b.size -= len(b.kept[b.order[0]])
		delete(b.kept, b.order[0])
		b.order = b.order[1:]
	}
}
