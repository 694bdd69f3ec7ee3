package dev

import (
	"bytes"
	"sync"

	"playbook/generator/output"
)

// maxBodies bounds the drawn files that are kept, in bytes.
const maxBodies = 16 << 20

// bodies keeps what was drawn, the last version of each address, the oldest
// leaving first. A file without a key is drawn every time.
type bodies struct {
	mu    sync.Mutex
	kept  map[string]body // by address
	order []string
	size  int
}

// A body is a file as it was drawn.
type body struct {
	key   string
	bytes []byte
}

// get returns the bytes of a file, which the caller must not change.
func (b *bodies) get(f output.File) ([]byte, error) {
	if f.Key != "" {
		b.mu.Lock()
		was := b.kept[f.Path]
		b.mu.Unlock()
		if was.key == f.Key {
			return was.bytes, nil
		}
	}
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		return nil, err
	}
	if f.Key != "" {
		b.keep(f.Path, body{f.Key, buf.Bytes()})
	}
	return buf.Bytes(), nil
}

func (b *bodies) keep(path string, now body) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(now.bytes) > maxBodies/4 {
		return
	}
	if b.kept == nil {
		b.kept = map[string]body{}
	}
	was, known := b.kept[path]
	if !known {
		b.order = append(b.order, path)
	}
	b.kept[path] = now
	b.size += len(now.bytes) - len(was.bytes)
	for b.size > maxBodies {
		oldest := b.order[0]
		b.size -= len(b.kept[oldest].bytes)
		delete(b.kept, oldest)
		b.order = b.order[1:]
	}
}
