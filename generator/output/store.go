package output

import (
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
func (s *Store) Keep(b []byte) Blob {
	if s == nil || s.used.Add(int64(len(b))) <= s.limit {
		return Blob{memory: b}
	}
	s.once.Do(func() { s.spool, _ = NewSpool("") })
	if s.spool == nil {
		return Blob{memory: b}
	}
	p, err := s.spool.Append(b)
	if err != nil {
		return Blob{memory: b}
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

// Close gives back the space on the disk; blobs kept there cannot be read any
// more.
func (s *Store) Close() error {
	s.once.Do(func() {})
	if s.spool == nil {
		return nil
	}
	return s.spool.Close()
}
