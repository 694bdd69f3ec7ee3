package output

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
)

// A Spool keeps many pieces of bytes in one temporary file instead of memory.
// Appending and reading may go on at once on any goroutines. On Unix the file
// has no name from the start, so nothing is left even by a killed run.
type Spool struct {
	f    *os.File
	name string // to be removed on Close; empty if already

	mu   sync.Mutex
	end  int64
	free []Piece // below end, in order, no two of them touch
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

// Append adds b, where something was freed or at the end, and says where it
// lies.
func (s *Spool) Append(b []byte) (Piece, error) {
	p := s.take(len(b))
	if _, err := s.f.WriteAt(b, p.Off); err != nil {
		s.Free(p)
		return Piece{}, fmt.Errorf("write spool: %w", err)
	}
	return p, nil
}

// take finds room for n bytes: the first gap that is wide enough.
func (s *Spool) take(n int) Piece {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, gap := range s.free {
		switch {
		case gap.Len > n:
			s.free[i] = Piece{gap.Off + int64(n), gap.Len - n}
			return Piece{gap.Off, n}
		case gap.Len == n:
			s.free = slices.Delete(s.free, i, i+1)
			return gap
		}
	}
	s.end += int64(n)
	return Piece{s.end - int64(n), n}
}

// Free gives back a piece that will not be read any more.
func (s *Spool) Free(p Piece) {
	if p.Len == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	at, _ := slices.BinarySearchFunc(s.free, p.Off, func(gap Piece, off int64) int { return cmp.Compare(gap.Off, off) })
	if at < len(s.free) && p.Off+int64(p.Len) == s.free[at].Off {
		p.Len += s.free[at].Len
		s.free = slices.Delete(s.free, at, at+1)
	}
	if at > 0 && s.free[at-1].Off+int64(s.free[at-1].Len) == p.Off {
		at--
		p = Piece{s.free[at].Off, s.free[at].Len + p.Len}
		s.free = slices.Delete(s.free, at, at+1)
	}
	if p.Off+int64(p.Len) == s.end {
		s.end = p.Off
		return
	}
	s.free = slices.Insert(s.free, at, p)
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

// Size is how many bytes the file takes.
func (s *Spool) Size() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.end
}

// Close gives the space back.
func (s *Spool) Close() error {
	err := s.f.Close()
	if s.name != "" {
		_ = os.Remove(s.name)
	}
	return err
}
