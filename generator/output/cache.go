package output

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// A Cache keeps bytes by key in a folder between runs. It may be deleted at any time,
// and shared by processes: an entry is one file, written under a temporary name and
// then renamed. An entry is ignored if it is damaged, is not a regular file, or is
// larger than the maximum of the whole cache. All methods are safe for concurrent use.
//
// An entry's file is cacheMagic, the SHA-256 of key, a zero byte and data, then
// data. Its name is the SHA-256 of the key.
type Cache struct {
	dir  string
	max  int64
	puts atomic.Int64
	mu   sync.Mutex
	used map[string]bool // names of entries read or written by this process
}

const cacheMagic = "playbook cache 1\n"

// CacheDir is the folder of the cache: "playbook" in the user's cache folder.
func CacheDir() (string, error) {
	dir, err := os.UserCacheDir()
	return filepath.Join(dir, "playbook"), err
}

// OpenCache opens the cache in dir, which it makes if it is missing. [Cache.Trim]
// limits the cache to max bytes.
func OpenCache(dir string, max int64) (*Cache, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return &Cache{dir: dir, max: max, used: make(map[string]bool)}, nil
}

// name is the file of key below the cache's folder.
func (c *Cache) name(key string) string {
	sum := sha256.Sum256([]byte(key))
	h := hex.EncodeToString(sum[:])
	c.mu.Lock()
	defer c.mu.Unlock()
	name := filepath.Join(h[:2], h[2:])
	c.used[name] = true
	return name
}

func seal(key string, data []byte) []byte {
	h := sha256.New()
	h.Write([]byte(key))
	h.Write([]byte{0})
	h.Write(data)
	return h.Sum(nil)
}

// Get returns the bytes stored for key. The caller may change them.
func (c *Cache) Get(key string) ([]byte, bool) {
	raw, err := readFile(filepath.Join(c.dir, c.name(key)), c.max)
	if err != nil {
		return nil, false
	}
	rest, ok := bytes.CutPrefix(raw, []byte(cacheMagic))
	if !ok || len(rest) < sha256.Size || !bytes.Equal(seal(key, rest[sha256.Size:]), rest[:sha256.Size]) {
		return nil, false
	}
	return rest[sha256.Size:], true
}

// Put stores data for key. After an error the entry is not stored; the caller may
// ignore it.
func (c *Cache) Put(key string, data []byte) error {
	name := filepath.Join(c.dir, c.name(key))
	tmp := c.nextName(c.puts.Add(1))
	_ = os.RemoveAll(tmp) // a killed process with our pid may have left it
	err := writeNew(tmp, 0o600, []byte(cacheMagic), seal(key, data), data)
	if err == nil {
		if err = os.Rename(tmp, name); err != nil {
			_ = os.Mkdir(filepath.Dir(name), 0o700) // if it fails, the rename reports it
			err = os.Rename(tmp, name)
		}
	}
	if err != nil {
		_ = os.Remove(tmp)
	}
	return err
}

// nextName is the temporary name of the n-th entry of this process.
func (c *Cache) nextName(n int64) string {
	return filepath.Join(c.dir, ".next-"+strconv.Itoa(os.Getpid())+"-"+strconv.FormatInt(n, 10))
}

// writeNew writes a file under a name that must not exist.
func writeNew(name string, mode fs.FileMode, parts ...[]byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if _, werr := f.Write(p); err == nil {
			err = werr
		}
	}
	return errors.Join(err, f.Close())
}

// Trim removes entries until the cache is within its limit: first those that this
// process has not used, oldest first, then the others. A process that has stored
// nothing need not call it.
func (c *Cache) Trim() error {
	type item struct {
		name string
		size int64
		time time.Time
		used bool
	}
	var items []item
	var total int64
	err := filepath.WalkDir(c.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil // deleted meanwhile, or not readable
		}
		if info, err := d.Info(); err == nil && info.Mode().IsRegular() {
			rel, _ := filepath.Rel(c.dir, path) // path is below dir
			items = append(items, item{rel, info.Size(), info.ModTime(), c.isUsed(rel)})
			total += info.Size()
		}
		return nil
	})
	slices.SortFunc(items, func(a, b item) int {
		if a.used != b.used {
			return map[bool]int{true: 1, false: -1}[a.used]
		}
		return cmp.Or(a.time.Compare(b.time), cmp.Compare(a.name, b.name))
	})
	for _, it := range items {
		if total <= c.max {
			break
		}
		if os.Remove(filepath.Join(c.dir, it.name)) == nil {
			total -= it.size
		}
	}
	return err
}

func (c *Cache) isUsed(name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.used[name]
}
