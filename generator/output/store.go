package output

import (
	"bytes"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// A Store keeps many pieces of bytes for later: the first ones in memory, and
// what goes beyond its limit in a [Spool]. A small site never touches the
// disk; a large one does not grow with its text. What is not reachable any more
// makes room for what comes. It may be used from several goroutines.
type Store struct {
	limit int64
	used  atomic.Int64

	once  sync.Once
	spool *Spool // nil when none could be made: then all stays in memory
}

// NewStore returns a store that keeps up to limit bytes in memory.
func NewStore(limit int64) *Store { return &Store{limit: limit} }

// A Blob is bytes that a store keeps. The zero Blob is empty.
type Blob struct {
	memory []byte
	kept   *kept
}

// kept is a piece in a spool, which is freed when nothing holds it any more.
type kept struct {
	spool *Spool
	piece Piece
}

// Keep stores b and returns the way back to it. The store may keep b itself,
// so it must not change afterwards. Where the disk refuses, b stays in memory:
// nothing is lost but the saving. A nil store keeps everything in memory.
func (s *Store) Keep(b []byte) Blob { return s.keep(b, false) }

// KeepCopy stores a copy of b, which may change afterwards. It costs no more
// memory than Keep where the disk takes the bytes.
func (s *Store) KeepCopy(b []byte) Blob { return s.keep(b, true) }

func (s *Store) keep(b []byte, shared bool) Blob {
	memory := func() Blob {
		if shared {
			b = bytes.Clone(b)
		}
		return Blob{memory: b}
	}
	if s == nil || s.used.Add(int64(len(b))) <= s.limit {
		return memory()
	}
	s.once.Do(func() { s.spool, _ = NewSpool("") })
	if s.spool == nil {
		return memory()
	}
	p, err := s.spool.Append(b)
	if err != nil {
		return memory()
	}
	k := &kept{s.spool, p}
	runtime.AddCleanup(k, s.spool.Free, p)
	return Blob{kept: k}
}

// Len is the number of bytes.
func (b Blob) Len() int {
	if b.kept != nil {
		return b.kept.piece.Len
	}
	return len(b.memory)
}

// Bytes returns the bytes. They may be in buf, which grows if it is too small,
// and must not be written to.
func (b Blob) Bytes(buf []byte) ([]byte, error) {
	if b.kept == nil {
		return b.memory, nil
	}
	defer runtime.KeepAlive(b.kept)
	return b.kept.spool.Read(b.kept.piece, buf)
}

// Use calls do with the bytes, which are gone when it returns and must not be
// written to. It allocates nothing that lasts.
func (b Blob) Use(do func([]byte) error) error {
	if b.kept == nil {
		return do(b.memory)
	}
	buf := readBuffers.Get().(*[]byte)
	defer readBuffers.Put(buf)
	data, err := b.Bytes((*buf)[:0])
	if err != nil {
		return fmt.Errorf("read what was kept again: %w", err)
	}
	*buf = data
	return do(data)
}

// readBuffers hold one blob each while it is used.
var readBuffers = sync.Pool{New: func() any { return new([]byte) }}

// Close gives back the space on the disk; blobs kept there cannot be read any
// more.
func (s *Store) Close() error {
	s.once.Do(func() {})
	if s.spool == nil {
		return nil
	}
	return s.spool.Close()
}
