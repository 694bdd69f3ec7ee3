package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// foreign is everything in an output that is not ours.
type foreign struct {
	files []string // everything except folders: paths, slash-separated
	dirs  []string // folders that hold no file of ours, parents first
	fixed bool     // a folder is a mount point or not readable, so it cannot be moved
}

// look finds everything foreign in the output. It is an error if a generated file or
// folder needs the place of a foreign one.
func (p *publication) look() (foreign, error) {
	found, err := findForeign(p.dir, p.old)
	if err != nil {
		return found, err
	}
	next := p.manifest()
	nextDirs := next.dirs()
	kept := found.files[:0]
	var errs []error
	for _, rel := range found.files {
		switch {
		case nextDirs[rel]:
			errs = append(errs, fmt.Errorf("%q in the output is not a folder and was not generated: move it away", rel))
		case next.covers(parent(rel)):
			errs = append(errs, fmt.Errorf("%q in the output was not generated, and a generated file needs its place: move it away", rel))
		case !next.has(rel):
			kept = append(kept, rel)
		default:
			if err := p.mayReplace(rel, next.index[rel]); err != nil {
				errs = append(errs, err)
			}
		}
	}
	for _, rel := range found.dirs {
		if next.covers(rel) {
			errs = append(errs, fmt.Errorf("%q in the output is a folder that was not generated, and a generated file needs its place: move it away", rel))
		}
	}
	found.files = kept
	return found, atMost(errs)
}

// mayReplace allows a foreign file with a generated name if it has the same bytes (it is
// ours from then on) or with Force.
func (p *publication) mayReplace(rel string, i int) error {
	if p.states[i].staged && !p.opts.Force {
		return fmt.Errorf("%q: %w", rel, errForeign)
	}
	return nil
}

// findForeign finds everything in root that the manifest owned does not list.
func findForeign(root string, owned manifest) (foreign, error) {
	w := walker{root: root, owned: owned, ownDirs: owned.dirs(), mount: mountOf(root)}
	err := w.walk("")
	return w.found, err
}

type walker struct {
	root    string
	owned   manifest
	ownDirs map[string]bool
	mount   mountID
	found   foreign
}

func (w *walker) walk(rel string) error {
	name := w.root
	if rel != "" {
		name = join(w.root, rel)
	}
	entries, err := os.ReadDir(name)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := w.entry(rel, e); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) entry(dir string, e fs.DirEntry) error {
	rel := e.Name()
	if dir == "" && isOurs(rel) {
		return nil
	}
	if dir != "" {
		rel = dir + "/" + rel
	}
	if !e.IsDir() {
		if !w.owned.has(rel) {
			w.found.files = append(w.found.files, rel)
		}
		return nil
	}
	if !w.ownDirs[rel] {
		w.found.dirs = append(w.found.dirs, rel)
	}
	if mountOf(join(w.root, rel)) != w.mount {
		w.found.fixed = true
	}
	err := w.walk(rel)
	if errors.Is(err, fs.ErrPermission) {
		w.found.fixed = true
		return nil
	}
	return err
}
