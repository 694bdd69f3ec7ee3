package output

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// linkError says that a foreign file cannot be linked into the new folder. The
// publication then goes file by file, which leaves the file where it is.
type linkError struct{ err error }

func (e linkError) Error() string { return e.err.Error() }
func (e linkError) Unwrap() error { return e.err }

// fallsBack reports whether err means that an exchange is impossible here.
func fallsBack(err error) bool {
	var le linkError
	return errors.As(err, &le) || errors.Is(err, errNoExchange)
}

// errNoExchange is a file system's refusal to exchange two folders.
var errNoExchange = errors.New("folders cannot be exchanged here")

// armedName is a file in the staging folder with the inode of the tree that is to become
// the output. If the tree has another inode, the exchange has happened.
const armedName = "armed"

// exchange adds links to everything that stays to the staged tree, and swaps the tree
// with the output.
func (p *publication) exchange(ctx context.Context, next manifest, found foreign) error {
	if err := p.complete(ctx, next, found); err != nil {
		return err
	}
	if !p.opts.NoSync {
		if err := p.flush(); err != nil {
			return fmt.Errorf("flush new files: %w", err)
		}
	}
	if err := p.lock.add(p.stage.tree); err != nil {
		return fmt.Errorf("lock new tree: %w", err)
	}
	if err := p.arm(); err != nil {
		return err
	}
	if ctx.Err() != nil { // the last chance to cancel
		return context.Cause(ctx)
	}
	if err := exchangeDirs(p.stage.tree, p.dir); err != nil {
		return err
	}
	if !p.opts.NoSync {
		syncDir(filepath.Dir(p.dir))
	}
	p.live = &next
	replaced := make(map[string]bool)
	for i, f := range p.files {
		if p.states[i].exists {
			replaced[f.Path] = true
		}
	}
	p.report.Left = p.dispose(p.stage.root, p.old, replaced)
	return nil
}

// complete adds everything that is not staged to the tree: unchanged files, foreign
// folders and files, the manifest.
func (p *publication) complete(ctx context.Context, next manifest, found foreign) (err error) {
	if p.stage == nil {
		if p.stage, err = p.newStage(); err != nil {
			return err
		}
		if p.inPlace {
			return errNoExchange
		}
	}
	if err := p.each(ctx, len(p.files), func(_ context.Context, _, i int) error {
		if p.states[i].staged {
			return nil
		}
		return p.linkOwn(p.files[i].Path)
	}); err != nil {
		return err
	}
	for _, rel := range found.dirs {
		if err := p.stage.mkdir(rel); err != nil {
			return err
		}
	}
	if err := p.each(ctx, len(found.files), func(_ context.Context, _, i int) error {
		return p.linkForeign(found.files[i])
	}); err != nil {
		return err
	}
	// Modes come last: a folder without write permission must be filled first.
	for _, rel := range append(found.dirs, "") {
		if err := copyMode(p.path(rel), p.stage.path(rel)); err != nil {
			return linkError{err}
		}
	}
	return p.stage.writeManifest(next)
}

// linkOwn links an unchanged generated file into the tree, or copies it where links are
// impossible.
func (p *publication) linkOwn(rel string) error {
	if err := p.stage.mkdir(parent(rel)); err != nil {
		return err
	}
	err := os.Link(p.path(rel), p.stage.path(rel))
	if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrExist) {
		return err
	}
	return p.copyOwn(rel)
}

func (p *publication) copyOwn(rel string) (err error) {
	old, err := os.Open(p.path(rel))
	if err != nil {
		return err
	}
	defer old.Close()
	out, err := p.stage.create(rel)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, old)
	return err
}

// linkForeign links a foreign file, symbolic link or device into the tree. A file that
// has been deleted meanwhile needs no link.
func (p *publication) linkForeign(rel string) error {
	if err := p.stage.mkdir(parent(rel)); err != nil {
		return err
	}
	err := os.Link(p.path(rel), p.stage.path(rel))
	switch {
	case err == nil || errors.Is(err, fs.ErrNotExist):
		return nil
	case isResource(err):
		return err
	}
	return linkError{err}
}

// writeManifest writes the manifest into the tree, as the last file.
func (s *stage) writeManifest(m manifest) error {
	f, err := s.create(manifestName)
	if err != nil {
		return err
	}
	_, err = f.Write(m.bytes())
	return errors.Join(err, f.Close())
}

// syncFew is the number of new files up to which they are flushed one by one.
const syncFew = 64

// flush flushes the staged files to the disk.
func (p *publication) flush() error {
	if p.stage == nil {
		return nil
	}
	if p.report.Written > syncFew {
		return syncAll(p.stage.tree)
	}
	for i, f := range p.files {
		if !p.states[i].staged {
			continue
		}
		if err := syncFile(p.stage.path(f.Path)); err != nil {
			return err
		}
	}
	return nil
}

// syncFile flushes one file.
func syncFile(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(syncHandle(f), f.Close())
}

// syncDir flushes a folder's names. If that fails, the system flushes them later.
func syncDir(name string) { _ = syncFile(name) }
