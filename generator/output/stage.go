package output

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

// A stage is a staging folder. The folder tree in it is to become the output; root is
// removed in the end.
type stage struct {
	root, tree string
	mu         sync.RWMutex
	dirs       map[string]bool
}

// The modes of new files and folders, before the umask.
const (
	fileMode = 0o666
	dirMode  = 0o777
)

// treeName is the tree in a staging folder.
const treeName = "tree"

// newStage makes a staging folder beside the output, or in it if there will be no
// exchange or the parent folder has no write permission.
func (p *publication) newStage() (*stage, error) {
	pid := strconv.Itoa(os.Getpid())
	root := filepath.Join(filepath.Dir(p.dir), p.besidePrefix()+pid)
	err := error(fs.ErrPermission)
	if !p.inPlace {
		err = os.Mkdir(root, dirMode)
	}
	if mayNotWrite(err) {
		p.inPlace = true
		root = filepath.Join(p.dir, workPrefix+pid)
		err = os.Mkdir(root, dirMode)
	}
	if err != nil {
		return nil, err
	}
	s := &stage{root: root, tree: filepath.Join(root, treeName), dirs: map[string]bool{"": true}}
	if err = os.Mkdir(s.tree, dirMode); err != nil {
		s.remove()
	}
	return s, err
}

// remove deletes the staging folder, if there is one. The next run removes what could
// not be deleted.
func (s *stage) remove() {
	if s != nil {
		_ = removeTree(s.root)
	}
}

func (s *stage) path(rel string) string { return join(s.tree, rel) }

// mkdir makes the folder rel and its parents, each once.
func (s *stage) mkdir(rel string) error {
	s.mu.RLock()
	made := s.dirs[rel]
	s.mu.RUnlock()
	if made {
		return nil
	}
	if err := s.mkdir(parent(rel)); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dirs[rel] {
		return nil
	}
	s.dirs[rel] = true
	return os.Mkdir(s.path(rel), dirMode)
}

// create makes a new file in the tree.
func (s *stage) create(rel string) (*os.File, error) {
	if err := s.mkdir(parent(rel)); err != nil {
		return nil, err
	}
	return createFile(s.path(rel))
}

// chunk is the size of a worker's buffers, in bytes.
const chunk = 64 << 10

// buffers belong to one worker: one for writing, one for comparing.
type buffers struct {
	out *bufio.Writer
	cmp []byte
}

// render writes every file that is not known to be unchanged, and stages those
// whose bytes differ from the output's.
func (p *publication) render(ctx context.Context) error {
	workers := make([]buffers, p.opts.Workers)
	count := steps{p: p}
	err := p.each(ctx, len(p.files), func(ctx context.Context, w, i int) error {
		defer count.add()
		if p.states[i].known {
			return nil
		}
		b := &workers[w]
		if b.out == nil {
			b.out, b.cmp = bufio.NewWriterSize(nil, chunk), make([]byte, chunk)
		}
		return p.renderOne(ctx, i, b)
	})
	if err != nil {
		return err
	}
	for i := range p.states {
		if p.states[i].staged {
			p.report.Written++
			p.report.Bytes += p.states[i].size
		}
	}
	return nil
}

// createStaged makes a new file in the staging folder. The first call makes the folder.
func (p *publication) createStaged(rel string) (*os.File, error) {
	p.begin.Lock()
	var err error
	if p.stage == nil {
		p.stage, err = p.newStage()
	}
	p.begin.Unlock()
	if err != nil {
		return nil, err
	}
	return p.stage.create(rel)
}

// renderOne writes file i and records the result in its state.
func (p *publication) renderOne(ctx context.Context, i int, b *buffers) (err error) {
	f, st := p.files[i], &p.states[i]
	s := &sink{ctx: ctx, cmp: b.cmp, create: func() (*os.File, error) { return p.createStaged(f.Path) }}
	if st.exists {
		if s.old, err = os.Open(p.path(f.Path)); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
			return err
		}
	}
	defer func() {
		err = errors.Join(err, s.close())
		if err != nil {
			err = fmt.Errorf("write %q: %w", f.Path, err)
		}
	}()
	b.out.Reset(s)
	if err := f.Write(b.out); err != nil {
		return err
	}
	if err := b.out.Flush(); err != nil {
		return err
	}
	if err := s.finish(); err != nil {
		return err
	}
	st.size, st.staged = s.n, s.out != nil
	if st.staged && st.exists && !p.old.has(f.Path) && !p.opts.Force {
		return errForeign
	}
	return nil
}

// errForeign is the refusal to write over a foreign file.
var errForeign = errors.New("the output holds a file of that name that this generator did not write: move it away, or use --force to replace it")

// A sink compares a stream with an old file. From the first difference on it writes a
// new file, which begins with the part that was equal. If there is no difference, it
// writes nothing.
type sink struct {
	ctx    context.Context
	old    *os.File // nil if there is none
	cmp    []byte
	create func() (*os.File, error)
	out    *os.File // nil until a difference is found
	n      int64    // bytes so far
}

func (s *sink) Write(b []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, context.Cause(s.ctx)
	}
	total := len(b)
	for s.out == nil && len(b) > 0 {
		k := min(len(b), len(s.cmp))
		if s.old == nil || !s.matches(b[:k]) {
			if err := s.diverge(); err != nil {
				return 0, err
			}
			break
		}
		s.n += int64(k)
		b = b[k:]
	}
	if len(b) == 0 {
		return total, nil
	}
	k, err := s.out.Write(b)
	s.n += int64(k)
	return total - len(b) + k, err
}

// matches reports whether the old file continues with b. A read error counts as a
// difference, so the file is written again.
func (s *sink) matches(b []byte) bool {
	k, _ := s.old.ReadAt(s.cmp[:len(b)], s.n)
	return bytes.Equal(s.cmp[:k], b)
}

// diverge begins the new file and copies the equal part into it.
func (s *sink) diverge() error {
	out, err := s.create()
	if err != nil {
		return err
	}
	s.out = out
	if s.n == 0 {
		return nil
	}
	_, err = io.CopyN(out, io.NewSectionReader(s.old, 0, s.n), s.n)
	return err
}

// finish ends the stream. If everything was equal but the old file is longer or
// missing, it makes the new file.
func (s *sink) finish() error {
	if s.out != nil {
		return nil
	}
	if s.old != nil {
		if info, err := s.old.Stat(); err == nil && info.Size() == s.n {
			return nil
		}
	}
	return s.diverge()
}

func (s *sink) close() error {
	var err error
	if s.out != nil {
		err = s.out.Close()
	}
	if s.old != nil {
		_ = s.old.Close() // it was only read
	}
	return err
}
