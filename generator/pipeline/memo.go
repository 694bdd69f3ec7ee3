package pipeline

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash"
	"maps"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A memo caches the results of the steps of a build. The key of a step is a comparable
// struct of everything that the step reads. Each step has its own key type, which names
// the step. So no entry is ever stale, with one exception: the media files of a site
// are known only when the site is assembled. They are compared after the lookup, and
// the entry is dropped if they differ. Entries that no recent build has asked for are
// dropped too. Several builders may share a memo and use it at the same time.
type memo struct {
	mu    sync.Mutex
	steps map[reflect.Type]step // by the type of their keys
	turn  int                   // counts builds
}

// A step is the table of one step: [entries] of its key type.
type step interface {
	forget(key any)
	// drop removes the entries that no build has used since a turn.
	drop(turn int)
}

type entries[K comparable] map[K]*entry

func (k entries[K]) forget(key any) { delete(k, key.(K)) }

func (k entries[K]) drop(turn int) {
	maps.DeleteFunc(k, func(_ K, e *entry) bool { return e.turn < turn })
}

// of returns the entries of the step with keys of type K. The caller holds m.mu.
func of[K comparable](m *memo) entries[K] {
	t := reflect.TypeFor[K]()
	if k, ok := m.steps[t].(entries[K]); ok {
		return k
	}
	if m.steps == nil {
		m.steps = map[reflect.Type]step{}
	}
	k := entries[K]{}
	m.steps[t] = k
	return k
}

type entry struct {
	turn int // of the last build that used it
	once sync.Once
	done atomic.Bool
	v    any
	err  error
}

// keepTurns is the number of builds after which an unused entry is dropped. A build
// that checks everything follows each edit, and a build for the output folder follows
// after a second without events. With ten turns, four quick edits keep all that the
// next build needs.
const keepTurns = 10

// do returns the result of a step for its key: from the memo, or by calling step. An
// error is a failure of the machine and is not stored.
func do[K comparable, V any](m *memo, key K, step func() (V, error)) (V, error) {
	m.mu.Lock()
	all := of[K](m)
	e := all[key]
	if e == nil {
		e = &entry{}
		all[key] = e
	}
	e.turn = m.turn
	m.mu.Unlock()
	e.once.Do(func() {
		e.v, e.err = step()
		e.done.Store(true)
	})
	if e.err != nil {
		m.mu.Lock()
		if all[key] == e {
			delete(all, key)
		}
		m.mu.Unlock()
	}
	v, _ := e.v.(V)
	return v, e.err
}

// have returns the result of a step for a key, if the memo has it.
func have[V any, K comparable](m *memo, key K) (V, bool) {
	m.mu.Lock()
	e := of[K](m)[key]
	if e != nil {
		e.turn = m.turn
	}
	m.mu.Unlock()
	if e == nil || !e.done.Load() {
		var none V
		return none, false
	}
	v, ok := e.v.(V)
	return v, ok && e.err == nil
}

// drop removes entries that were made from other files.
func (m *memo) drop(keys ...any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range keys {
		if s := m.steps[reflect.TypeOf(k)]; s != nil {
			s.forget(k)
		}
	}
}

// next begins a build. With sweep it removes the entries that no recent build has used.
func (m *memo) next(sweep bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.turn++
	if !sweep {
		return
	}
	for _, s := range m.steps {
		s.drop(m.turn - keepTurns)
	}
}

// A sum is a hash of bytes, or of the values in a digest.
type sum = [16]byte

// A digest hashes a sequence of values. Every value is preceded by its type or its
// length, so that different sequences have different sums.
type digest struct {
	hash hash.Hash
	buf  []byte // not hashed yet
}

// fullDigest is the number of bytes after which a digest hashes its buffer.
const fullDigest = 4 << 10

func newDigest() *digest { return &digest{} }

// text adds strings.
func (d *digest) text(texts ...string) *digest {
	for _, t := range texts {
		d.buf = append(binary.AppendUvarint(d.buf, uint64(len(t))), t...)
		d.flush()
	}
	return d
}

// flush hashes the buffer if it is full.
func (d *digest) flush() {
	if len(d.buf) < fullDigest {
		return
	}
	if d.hash == nil {
		d.hash = sha256.New()
	}
	d.hash.Write(d.buf)
	d.buf = d.buf[:0]
}

// list adds a list of strings. Its sum differs from that of the strings alone.
func (d *digest) list(texts []string) *digest {
	return d.text(fmt.Sprint(len(texts), texts == nil)).text(texts...)
}

// sums adds sums.
func (d *digest) sums(sums ...sum) *digest {
	for i := range sums {
		d.buf = append(d.buf, sums[i][:]...)
		d.flush()
	}
	return d
}

// value adds a value from a settings file.
func (d *digest) value(v any) *digest {
	switch v := v.(type) {
	case map[string]any:
		d.text("table", fmt.Sprint(len(v)))
		for _, k := range slices.Sorted(maps.Keys(v)) {
			d.text(k).value(v[k])
		}
	case []any:
		d.text("array", fmt.Sprint(len(v)))
		for _, x := range v {
			d.value(x)
		}
	case []map[string]any:
		d.text("tables", fmt.Sprint(len(v)))
		for _, x := range v {
			d.value(x)
		}
	case time.Time:
		d.text("time", v.Format(time.RFC3339Nano))
	default:
		d.text(fmt.Sprintf("%T", v), fmt.Sprint(v))
	}
	return d
}

func (d *digest) sum() (s sum) {
	if d.hash == nil {
		all := sha256.Sum256(d.buf)
		copy(s[:], all[:])
		return s
	}
	d.hash.Write(d.buf)
	d.buf = d.buf[:0]
	copy(s[:], d.hash.Sum(nil))
	return s
}

// short returns a sum as written in a manifest.
func short(s sum) string { return base64.RawURLEncoding.EncodeToString(s[:9]) }
