package output

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
)

// TestStore keeps pieces on both sides of the limit, from several goroutines,
// and reads all of them back.
func TestStore(t *testing.T) {
	s := NewStore(5000)
	blobs := make([]Blob, 200)
	var wg sync.WaitGroup
	for i := range blobs {
		wg.Go(func() { blobs[i] = s.Keep(bytes.Repeat([]byte(fmt.Sprint(i, ",")), 20)) })
	}
	wg.Wait()
	inMemory := 0
	var buf []byte
	for i, b := range blobs {
		want := bytes.Repeat([]byte(fmt.Sprint(i, ",")), 20)
		got, err := b.Bytes(buf)
		if err != nil || !bytes.Equal(got, want) || b.Len() != len(want) {
			t.Fatalf("piece %d: %q, %v", i, got, err)
		}
		if b.kept == nil {
			inMemory += len(want)
		} else {
			buf = got
		}
	}
	if inMemory == 0 || inMemory > 5000 {
		t.Errorf("%d bytes are in memory, expected up to 5000", inMemory)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	var none *Store
	if b, err := none.Keep([]byte("x")).Bytes(nil); string(b) != "x" || err != nil {
		t.Errorf("a nil store gave %q, %v", b, err)
	}
}

// TestStoreForgets keeps new versions of a few pieces again and again: what
// nothing holds any more makes room.
func TestStoreForgets(t *testing.T) {
	s := NewStore(0)
	defer s.Close()
	const size, held = 1000, 20
	blobs := make([]Blob, held)
	text := func(i int) []byte { return bytes.Repeat([]byte{byte('a' + i%26)}, size+i%7) }
	for i := range 200 * held {
		blobs[i%held] = s.Keep(text(i))
		if i%held == 0 {
			runtime.GC()
		}
	}
	for i := 199 * held; i < 200*held; i++ {
		if got, err := blobs[i%held].Bytes(nil); err != nil || !bytes.Equal(got, text(i)) {
			t.Fatalf("piece %d: %.20q, %v", i, got, err)
		}
	}
	if end := s.spool.Size(); end > 20*held*size {
		t.Errorf("the file has grown to %d bytes for %d that are held", end, held*size)
	}
}

// TestSpoolGaps frees and appends at random and holds the result against a
// plain list: no two pieces overlap, and freeing all leaves nothing.
func TestSpoolGaps(t *testing.T) {
	s, err := NewSpool(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r := rand.New(rand.NewPCG(1, 1))
	live := map[Piece]byte{}
	for i := range 3000 {
		if len(live) > 0 && r.IntN(5) < 2 {
			for p := range live {
				delete(live, p)
				s.Free(p)
				break
			}
			continue
		}
		c := byte(i)
		p, err := s.Append(bytes.Repeat([]byte{c}, 1+r.IntN(60)))
		if err != nil {
			t.Fatal(err)
		}
		live[p] = c
	}
	for p, c := range live {
		got, err := s.Read(p, nil)
		if err != nil || !bytes.Equal(got, bytes.Repeat([]byte{c}, p.Len)) {
			t.Fatalf("%v holds %q, want %d times %q", p, got, p.Len, c)
		}
	}
	for p := range live {
		s.Free(p)
	}
	if s.Size() != 0 || len(s.free) != 0 {
		t.Errorf("%d bytes and %d gaps are left of nothing", s.Size(), len(s.free))
	}
}
