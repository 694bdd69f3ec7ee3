package output

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// each calls fn for i from 0 to n-1 on the workers, where w is the worker's number. It
// stops at the first error or when ctx ends.
func (p *publication) each(ctx context.Context, n int, fn func(ctx context.Context, w, i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var wg sync.WaitGroup
	for w := range min(p.opts.Workers, n) {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := fn(ctx, w, i); err != nil {
					cancel(err)
					return
				}
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

// stat looks up every generated file in the output. A file is known (its key can be
// trusted) if it is not younger than the manifest, which is always written last.
func (p *publication) stat(ctx context.Context, mtime time.Time) error {
	if p.made && !p.free { // just created, so it is empty
		return nil
	}
	dir, err := os.Open(p.dir)
	if err != nil {
		return err
	}
	defer dir.Close()
	return p.each(ctx, len(p.files), func(_ context.Context, _, i int) error {
		f, s := &p.files[i], &p.states[i]
		size, changed, err := statIn(dir, f.Path)
		switch {
		case err == nil && size >= 0:
			s.size, s.exists = size, true
			s.known = !changed.After(mtime) && f.Key != "" && !p.opts.Force
			return nil
		case err == nil || errors.Is(err, fs.ErrNotExist) || isNotDir(err):
			return nil
		}
		return err
	})
}

// upToDate reports whether the output needs no change: every key can be trusted, and
// the manifest equals the one that would be written now.
func (p *publication) upToDate(data []byte) bool {
	for i := range p.states {
		if !p.states[i].known {
			return false
		}
	}
	return data != nil && bytes.Equal(data, p.manifest().bytes())
}

// trust reads the manifest and checks that we may change the folder. A file stays known
// only if the manifest confirms its key and size.
func (p *publication) trust(data []byte) error {
	var err error
	if data == nil {
		err = p.mayTake()
	} else if p.old, err = parseManifest(data); err != nil {
		err = fmt.Errorf("the manifest %q is damaged (%w): empty the folder, or use --force to publish over it", manifestName, err)
		if p.opts.Force {
			err = nil
		}
	}
	if err != nil {
		return err
	}
	sameMaker := p.old.Format == manifestFormat && p.old.Generator == p.opts.Generator
	for i, f := range p.files {
		e, listed := p.old.entry(f.Path)
		s := &p.states[i]
		s.known = s.known && sameMaker && listed && e.Key == f.Key && e.Size == s.size
	}
	return nil
}

// mayTake refuses a folder without a manifest that has other files than dot-files.
func (p *publication) mayTake() error {
	if p.opts.Force || p.free {
		return nil
	}
	name, err := firstVisible(p.dir)
	if err == nil && name != "" {
		err = notOurs(name)
	}
	return err
}

func notOurs(name string) error {
	return fmt.Errorf("the folder holds %q and was not made by this generator (it has no %s): choose an empty folder, or use --force to publish into this one and keep its other files", name, manifestName)
}

// firstVisible is the first name in dir that does not begin with a dot, or "".
func firstVisible(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			return e.Name(), nil
		}
	}
	return "", nil
}

// progress reports that done files are done.
func (p *publication) progress(done int) {
	if p.opts.Progress != nil {
		p.opts.Progress(done, len(p.files))
	}
}

// steps counts finished files for several workers and reports every thousandth part
// in order.
type steps struct {
	mu   sync.Mutex
	done int
	p    *publication
}

func (s *steps) add() {
	if s.p.opts.Progress == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done++
	total := len(s.p.files)
	if s.done == total || s.done%(total/1000+1) == 0 {
		s.p.progress(s.done)
	}
}
