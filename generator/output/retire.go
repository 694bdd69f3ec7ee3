package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// sweep removes the staging folders that killed runs left behind, next to the output folder
// and in it. It returns a folder that could not be removed, or "".
func (p *publication) sweep() string {
	left := ""
	p.live = nil
	up := filepath.Dir(p.dir)
	for _, name := range p.leftovers(up, p.besidePrefix()) {
		if l := p.sweepBeside(filepath.Join(up, name)); l != "" {
			left = l
		}
	}
	for _, prefix := range []string{workPrefix, tempPrefix} {
		for _, name := range p.leftovers(p.dir, prefix) {
			if err := removeTree(filepath.Join(p.dir, name)); err != nil {
				left = filepath.Join(p.dir, name)
			}
		}
	}
	return left
}

// leftovers lists the staging folders in dir that nobody uses any more: all of them if
// we hold the kernel's lock, else those of dead processes.
func (p *publication) leftovers(dir, prefix string) []string {
	d, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer d.Close()
	names, _ := d.Readdirnames(-1) // on failure, remove what was listed
	var found []string
	for _, name := range names {
		pid, ok := workPID(name, prefix)
		if ok && (p.lock.kernel || pid == os.Getpid() || !alive(pid)) {
			found = append(found, name)
		}
	}
	return found
}

// sweepBeside removes one staging folder. A publication ends by exchanging the new site in
// the staging folder with the old one in the output folder. If that has happened, the
// staging folder has the old site, perhaps with files of other people that must be kept.
func (p *publication) sweepBeside(root string) string {
	tree := filepath.Join(root, treeName)
	if !exchanged(root, tree) {
		if err := removeTree(root); err != nil {
			return root
		}
		return ""
	}
	if name, err := firstVisible(p.dir); err == nil && name == "" {
		p.free = true
	}
	var owned manifest
	if data, err := readFile(filepath.Join(tree, manifestName), maxManifest); err == nil {
		owned, _ = parseManifest(data) // if damaged, all files count as foreign and are kept
	}
	return p.dispose(root, owned, nil)
}

// dispose removes the staging folder root, whose tree is an old site. It deletes a file
// only if the file is known to be ours, or to be in the output too. It returns root if
// something remains.
func (p *publication) dispose(root string, owned manifest, replaced map[string]bool) string {
	r := retiree{p: p, tree: filepath.Join(root, treeName), owned: owned, ownDirs: owned.dirs(), replaced: replaced}
	for range 3 { // try again if a file was added between reading and removing a folder
		if r.empty("") == nil && r.removeRoot() == nil {
			if err := os.RemoveAll(root); err != nil {
				return root
			}
			return ""
		}
	}
	return root
}

// A retiree is an old site that is being removed.
type retiree struct {
	p        *publication
	tree     string
	owned    manifest
	ownDirs  map[string]bool
	replaced map[string]bool // the generated files of the new site that the old site has too
}

// removeRoot removes the manifest, as the last file: if this run is killed, the next one
// needs the manifest to know which of the remaining files are ours.
func (r *retiree) removeRoot() error {
	entries, err := os.ReadDir(r.tree)
	if err != nil {
		return err
	}
	if len(entries) > 1 || len(entries) == 1 && entries[0].Name() != manifestName {
		return errors.New("a file was added while publishing")
	}
	if err := os.Remove(join(r.tree, manifestName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Remove(r.tree)
}

// empty removes everything below the folder rel of the tree except the manifest.
func (r *retiree) empty(rel string) error {
	name := r.tree
	if rel != "" {
		name = join(r.tree, rel)
	}
	entries, err := os.ReadDir(name)
	if err != nil {
		return err
	}
	var errs []error
	for _, e := range entries {
		sub := strings.TrimPrefix(rel+"/"+e.Name(), "/")
		switch {
		case sub == manifestName:
		case rel == "" && isOurs(sub):
			errs = append(errs, os.RemoveAll(join(r.tree, sub)))
		case e.IsDir():
			errs = append(errs, r.emptyDir(sub))
		case r.owned.has(sub) || r.replaced[sub]:
			errs = append(errs, os.Remove(join(r.tree, sub)))
		default:
			errs = append(errs, r.rescue(sub))
		}
	}
	return errors.Join(errs...)
}

func (r *retiree) emptyDir(rel string) error {
	if !r.ownDirs[rel] {
		if err := r.p.mkdirAll(rel); err != nil {
			return err
		}
	}
	name := join(r.tree, rel)
	if err := os.Chmod(name, 0o700); err != nil { // its mode may forbid removing files
		return err
	}
	if err := r.empty(rel); err != nil {
		return err
	}
	return os.Remove(name)
}

// rescue makes sure that a foreign file of the old site is in the new one, and then
// removes it from the old one.
func (r *retiree) rescue(rel string) error {
	from, to := join(r.tree, rel), r.p.path(rel)
	old, err := os.Lstat(from)
	if err != nil {
		return err
	}
	now, err := os.Lstat(to)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := r.p.mkdirAll(parent(rel)); err != nil {
			return err
		}
		return linkOver(from, to)
	case err != nil:
		return err
	case os.SameFile(old, now):
		return os.Remove(from)
	case r.p.lists(rel):
		return keepAs(from, to+".kept")
	case old.ModTime().After(now.ModTime()):
		return os.Rename(from, to) // saved between linking and exchange
	}
	return os.Remove(from) // saved after the exchange
}

// linkOver moves a file to a name that is not taken.
func linkOver(from, to string) error {
	if err := os.Link(from, to); err != nil {
		return err
	}
	return os.Remove(from)
}

// keepAs moves a file to name, or to name with the first free number if it is taken.
func keepAs(from, name string) error {
	err := linkOver(from, name)
	for i := 2; errors.Is(err, fs.ErrExist) && i < 1000; i++ {
		err = linkOver(from, name+strconv.Itoa(i))
	}
	return err
}

// removeTree is os.RemoveAll that also removes folders without write permission.
func removeTree(root string) error {
	if os.RemoveAll(root) == nil {
		return nil
	}
	_ = filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		if err == nil && e.IsDir() {
			_ = os.Chmod(name, 0o700) // if it fails, the second RemoveAll reports it
		}
		return nil
	})
	return os.RemoveAll(root)
}

// lists reports whether the published site generates rel.
func (p *publication) lists(rel string) bool {
	if p.live == nil {
		data, _, err := p.readManifest()
		live := manifest{}
		if err == nil {
			live, _ = parseManifest(data)
		}
		p.live = &live
	}
	return p.live.has(rel)
}
