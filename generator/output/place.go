package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A place is the target of a publication.
type place struct {
	dir     string // absolute; no symbolic link in it
	inPlace bool   // no exchange: file by file
	made    bool   // the folder did not exist before
}

// locate finds the folder that dir names. With create it makes missing parent folders,
// but not the folder itself.
func locate(dir string, create bool) (place, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return place{}, err
	}
	info, err := os.Lstat(abs)
	switch {
	case err == nil && info.Mode()&fs.ModeSymlink != 0:
		real, err := filepath.EvalSymlinks(abs)
		if err != nil {
			return place{}, fmt.Errorf("the output is a symbolic link that leads nowhere: %w", err)
		}
		if info, err = os.Stat(real); err != nil {
			return place{}, err
		}
		if !info.IsDir() {
			return place{}, errors.New("the output is a file, expected a folder")
		}
		return place{dir: real, inPlace: true}, nil
	case err == nil && !info.IsDir():
		return place{}, errors.New("the output is a file, expected a folder")
	case errors.Is(err, fs.ErrNotExist) && create:
		err = os.MkdirAll(filepath.Dir(abs), dirMode)
	}
	if err != nil {
		return place{}, err
	}
	up, err := filepath.EvalSymlinks(filepath.Dir(abs))
	return place{dir: filepath.Join(up, filepath.Base(abs))}, err
}

// make creates the folder if it is missing.
func (pl *place) make() error {
	err := os.Mkdir(pl.dir, dirMode)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	pl.made = true
	return nil
}

// unmake removes the folder again if this run made it and it is empty.
func (pl *place) unmake() {
	if pl.made {
		_ = os.Remove(pl.dir)
	}
}

// path returns the path of the slash-separated rel.
func (pl *place) path(rel string) string { return join(pl.dir, rel) }

func join(dir, rel string) string {
	if filepath.Separator != '/' {
		rel = filepath.FromSlash(rel)
	}
	return dir + string(filepath.Separator) + rel
}

// besidePrefix is the beginning of the names of staging folders beside the output.
func (pl *place) besidePrefix() string { return "." + filepath.Base(pl.dir) + ".next-" }
