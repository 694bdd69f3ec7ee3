package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// fileByFile moves the staged files into the output one after the other.
func (p *publication) fileByFile(next manifest, removed []string) error {
	p.report.InPlace = true
	if !p.opts.NoSync {
		if err := p.flush(); err != nil {
			return fmt.Errorf("flush new files: %w", err)
		}
	}
	if err := p.putManifest(p.claim(next, removed)); err != nil {
		return err
	}
	if err := p.moveAll(next, removed); err != nil {
		return fmt.Errorf("only a part is published, run generate again: %w", err)
	}
	if err := p.putManifest(next); err != nil {
		return err
	}
	p.stage.remove()
	return nil
}

// moveAll moves and deletes the files in order. Files in the place of a new file or
// folder are deleted first, all others last.
func (p *publication) moveAll(next manifest, removed []string) error {
	nextDirs := next.dirs()
	early := func(rel string) bool { return nextDirs[rel] || next.covers(parent(rel)) }
	for _, rel := range removed {
		if early(rel) {
			if err := p.removeOwn(rel, nextDirs); err != nil {
				return err
			}
		}
	}
	for _, pages := range []bool{false, true} {
		for i, f := range p.files {
			if p.states[i].staged && strings.HasSuffix(f.Path, ".html") == pages {
				if err := p.move(f.Path); err != nil {
					return err
				}
			}
		}
	}
	for _, rel := range removed {
		if !early(rel) {
			if err := p.removeOwn(rel, nextDirs); err != nil {
				return err
			}
		}
	}
	return nil
}

// claim returns a manifest of all files that may be in the output while files move: old
// and new ones. Moving files have no key.
func (p *publication) claim(next manifest, removed []string) manifest {
	m := manifest{Format: manifestFormat, Generator: p.opts.Generator}
	m.Files = slices.Clone(next.Files)
	for i := range p.states {
		if p.states[i].staged {
			m.Files[i].Key = ""
		}
	}
	for _, rel := range removed {
		m.Files = append(m.Files, entry{Path: rel})
	}
	slices.SortFunc(m.Files, func(a, b entry) int { return strings.Compare(a.Path, b.Path) })
	return m
}

// move renames one staged file to its place.
func (p *publication) move(rel string) error {
	if err := p.mkdirAll(parent(rel)); err != nil {
		return err
	}
	return moveFile(p.stage.path(rel), p.path(rel))
}

// mkdirAll makes the folder rel of the output and its parents.
func (p *publication) mkdirAll(rel string) error {
	if rel == "" {
		return nil
	}
	info, err := os.Lstat(p.path(rel))
	if err == nil && !info.IsDir() {
		return fmt.Errorf("%q in the output is not a folder", rel)
	}
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := p.mkdirAll(parent(rel)); err != nil {
		return err
	}
	return os.Mkdir(p.path(rel), dirMode)
}

// moveFile renames from to to. Across file systems it first copies the file to a
// temporary name beside to.
func moveFile(from, to string) error {
	err := os.Rename(from, to)
	if !isCrossDevice(err) {
		return err
	}
	sweepBesideFile(filepath.Dir(to), workPrefix)
	tmp := filepath.Join(filepath.Dir(to), workPrefix+strconv.Itoa(os.Getpid()))
	if err := copyFile(from, tmp); err != nil {
		_ = os.Remove(tmp)
		return err
	}
	return os.Rename(tmp, to)
}

// copyFile copies a file to a name that is not taken.
func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, in)
	return err
}

// removeOwn deletes a file of ours and the folders that become empty, except those in
// keep.
func (p *publication) removeOwn(rel string, keep map[string]bool) error {
	if err := os.Remove(p.path(rel)); err != nil && !errors.Is(err, fs.ErrNotExist) && !isNotDir(err) {
		return err
	}
	for d := parent(rel); d != "" && !keep[d]; d = parent(d) {
		if os.Remove(p.path(d)) != nil {
			return nil // not empty: it holds foreign files, or files that are deleted later
		}
	}
	return nil
}

// putManifest replaces the output's manifest in one rename.
func (p *publication) putManifest(m manifest) error {
	_, err := replaceFile(filepath.Join(p.dir, manifestName), m.bytes(), !p.opts.NoSync, true)
	return err
}
