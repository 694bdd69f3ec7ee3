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

// A memo is one table of what the steps of a build have made. A step's key is a
// comparable struct of everything that the step reads, and each step has a key
// type of its own: the type names the step. So no entry is ever stale, but for one:
// which media files a site refers to is known only when the site is assembled. They
// are compared after it is found, and drop removes it if they differ. What no build
// has asked for lately is dropped too. Builders may share a memo and use it at once.
type memo struct {
	mu    sync.Mutex
	steps map[reflect.Type]step // by the type of their keys
	turn  int                   // counts builds
}

// A step is what the memo holds of one step: a [kept] of its key type.
type step interface {
	forget(key any)
	// drop forgets what no build has asked for since a turn.
	drop(turn int)
}

type kept[K comparable] map[K]*entry

func (k kept[K]) forget(key any) { delete(k, key.(K)) }

func (k kept[K]) drop(turn int) {
	maps.DeleteFunc(k, func(_ K, e *entry) bool { return e.turn < turn })
}

// of returns what the memo holds of the step with keys of type K. The caller holds
// m.mu.
func of[K comparable](m *memo) kept[K] {
	t := reflect.TypeFor[K]()
	if k, ok := m.steps[t].(kept[K]); ok {
		return k
	}
	if m.steps == nil {
		m.steps = map[reflect.Type]step{}
	}
	k := kept[K]{}
	m.steps[t] = k
	return k
}

type entry struct {
	turn int // of the last build that asked for it
	once sync.Once
	done atomic.Bool
	v    any
	err  error
}

// keepTurns is how many builds an entry outlives without being asked for. An edit
// is followed by a build that looks at everything again, and after a second of quiet
// by one for the output folder: four quick edits leave all that it needs.
const keepTurns = 10

// do returns what a step makes of its key: from the memo, or by calling step. An
// error is a failure of the machine and is not kept.
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

// have returns what a step has made of a key, if it is there already.
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

// drop forgets entries that turned out to be of other files.
func (m *memo) drop(keys ...any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range keys {
		if s := m.steps[reflect.TypeOf(k)]; s != nil {
			s.forget(k)
		}
	}
}

// next begins a build. With sweep it drops what no build has asked for lately.
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

// A sum stands for bytes, or for values that a digest has taken in.
type sum = [16]byte

// A digest makes a sum of values that cannot run into each other: every value is
// preceded by its type or its length.
type digest struct {
	hash hash.Hash
	buf  []byte // that the hash has not taken in yet
}

// fullDigest is how much a digest gathers before it hashes that.
const fullDigest = 4 << 10

func newDigest() *digest { return &digest{} }

// text takes in strings.
func (d *digest) text(texts ...string) *digest {
	for _, t := range texts {
		d.buf = append(binary.AppendUvarint(d.buf, uint64(len(t))), t...)
		d.flush()
	}
	return d
}

// flush hashes what has been gathered, if it is much.
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

// list takes in a list of strings, which is another thing than its strings.
func (d *digest) list(texts []string) *digest {
	return d.text(fmt.Sprint(len(texts), texts == nil)).text(texts...)
}

// sums takes in sums.
func (d *digest) sums(sums ...sum) *digest {
	for i := range sums {
		d.buf = append(d.buf, sums[i][:]...)
		d.flush()
	}
	return d
}

// value takes in a value of a settings file.
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

// short is a sum's form in a manifest.
func short(s sum) string { return base64.RawURLEncoding.EncodeToString(s[:9]) }
