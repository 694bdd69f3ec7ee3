package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// ErrNotEmpty is the error of [Create] for a folder that is not empty.
var ErrNotEmpty = errors.New("the folder is not empty")

// CheckNew refuses a folder that [Create] could not make: one that is not empty, is not
// a folder, or is the folder source or in it, if source is not empty.
func CheckNew(dir, source string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%q is a file, expected a new or empty folder", filepath.ToSlash(dir))
	default:
		entries, err := os.ReadDir(dir)
		if err != nil {
			return err
		}
		if len(entries) > 0 {
			return fmt.Errorf("%q: %w: it holds %q", filepath.ToSlash(dir), ErrNotEmpty, entries[0].Name())
		}
	}
	if source != "" && (same(dir, source) || within(dir, source)) {
		return fmt.Errorf("%q is inside %q, which is the source", filepath.ToSlash(dir), filepath.ToSlash(source))
	}
	return nil
}

// Create makes a folder of files, without a manifest. The folder must be missing or
// empty. Everything is written beside it first, so that an error, a canceled context or
// a killed process leaves it as it was.
func Create(ctx context.Context, dir string, files []File, progress func(done, total int)) error {
	var set Set
	set.Add(files...)
	sorted, err := set.Sorted()
	if err != nil {
		return err
	}
	if err := CheckNew(dir, ""); err != nil {
		return err
	}
	pl, err := locate(dir, true)
	if err != nil {
		return fmt.Errorf("create %q: %w", filepath.ToSlash(dir), err)
	}
	sweepDead(pl)
	root := filepath.Join(filepath.Dir(pl.dir), pl.besidePrefix()+strconv.Itoa(os.Getpid()))
	if err := create(ctx, root, pl.dir, sorted, progress); err != nil {
		return errors.Join(fmt.Errorf("create %q: %w", filepath.ToSlash(dir), err), removeTree(root))
	}
	return nil
}

// create writes files to a staging folder and renames it to dir.
func create(ctx context.Context, stage, dir string, files []File, progress func(done, total int)) error {
	if err := os.Mkdir(stage, dirMode); err != nil {
		return err
	}
	made := map[string]bool{"": true}
	for i, f := range files {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if up := parent(f.Path); !made[up] {
			if err := os.MkdirAll(join(stage, up), dirMode); err != nil {
				return err
			}
			made[up] = true
		}
		if err := writeOne(join(stage, f.Path), f); err != nil {
			return fmt.Errorf("write %q: %w", f.Path, err)
		}
		if progress != nil {
			progress(i+1, len(files))
		}
	}
	if err := syncAll(stage); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(stage, dir)
	}
	return moveInto(stage, dir)
}

func writeOne(name string, f File) error {
	w, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	return errors.Join(f.Write(w), w.Close())
}

// moveInto moves the contents of a staging folder into an empty folder. That folder may
// be somebody's working directory, so it is not replaced. Files move last, so that the
// folders are complete when the settings appear.
func moveInto(stage, dir string) error {
	entries, err := os.ReadDir(stage)
	if err != nil {
		return err
	}
	slices.SortStableFunc(entries, func(a, b fs.DirEntry) int {
		switch {
		case a.IsDir() == b.IsDir():
			return 0
		case a.IsDir():
			return -1
		}
		return 1
	})
	for _, e := range entries {
		if err := os.Rename(filepath.Join(stage, e.Name()), filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return os.Remove(stage)
}

// sweepDead removes the staging folders that killed runs left beside a place.
func sweepDead(pl place) {
	up := filepath.Dir(pl.dir)
	entries, _ := os.ReadDir(up) // on failure, remove what was listed
	for _, e := range entries {
		if pid, ok := workPID(e.Name(), pl.besidePrefix()); ok && !alive(pid) {
			_ = removeTree(filepath.Join(up, e.Name()))
		}
	}
}
