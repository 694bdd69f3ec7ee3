package output

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"
)

// A Spool keeps many pieces of bytes in one temporary file instead of memory.
// Appending and reading may go on at once on any goroutines. On Unix the file
// has no name from the start, so nothing is left even by a killed run.
type Spool struct {
	f    *os.File
	name string // to be removed on Close; empty if already
	end  atomic.Int64
}

// A Piece is where appended bytes lie in a spool.
type Piece struct {
	Off int64
	Len int
}

// NewSpool makes a spool in dir, or in the system's folder for temporary files
// if dir is empty (which may be in memory: the caller that spools to save
// memory should name a folder on a disk).
func NewSpool(dir string) (*Spool, error) {
	f, err := os.CreateTemp(dir, "playbook-spool-")
	if err != nil {
		return nil, fmt.Errorf("make spool: %w", err)
	}
	s := &Spool{f: f, name: f.Name()}
	if unlinkOpen(s.name) {
		s.name = ""
	}
	return s, nil
}

// Append adds b and says where it lies.
func (s *Spool) Append(b []byte) (Piece, error) {
	off := s.end.Add(int64(len(b))) - int64(len(b))
	if _, err := s.f.WriteAt(b, off); err != nil {
		return Piece{}, fmt.Errorf("write spool: %w", err)
	}
	return Piece{off, len(b)}, nil
}

// Read reads a piece into buf, which grows if it is too small, and returns it.
func (s *Spool) Read(p Piece, buf []byte) ([]byte, error) {
	if cap(buf) < p.Len {
		buf = make([]byte, p.Len)
	}
	buf = buf[:p.Len]
	if _, err := s.f.ReadAt(buf, p.Off); err != nil {
		return nil, fmt.Errorf("read spool: %w", err)
	}
	return buf, nil
}

// Reader streams a piece.
func (s *Spool) Reader(p Piece) io.Reader {
	return io.NewSectionReader(s.f, p.Off, int64(p.Len))
}

// Size is how many bytes were appended.
func (s *Spool) Size() int64 { return s.end.Load() }

// Close gives the space back.
func (s *Spool) Close() error {
	err := s.f.Close()
	if s.name != "" {
		_ = os.Remove(s.name)
	}
	return err
}
