package output

import (
	"bytes"
	"fmt"
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
		if b.spool == nil {
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
