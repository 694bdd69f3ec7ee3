package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// WriteFile writes data to the file name atomically: it writes a new file beside it,
// flushes it and renames it. It reports whether the bytes had to change; equal bytes are
// not written. An existing file keeps its mode; a new one has 0666 less the umask. If
// name is a symbolic link, its target is replaced. Missing folders are made.
func WriteFile(name string, data []byte) (changed bool, err error) {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	if err := os.MkdirAll(filepath.Dir(name), dirMode); err != nil {
		return false, err
	}
	changed, err = replaceFile(name, data, true, false)
	if err != nil {
		return false, fmt.Errorf("write %q: %w", filepath.ToSlash(name), err)
	}
	return changed, nil
}

// replaceFile does the work of WriteFile. With always, equal bytes are written too, so
// that the file has a new time.
func replaceFile(name string, data []byte, sync, always bool) (bool, error) {
	info, err := os.Lstat(name)
	var keep fs.FileMode
	if err == nil && info.Mode().IsRegular() {
		keep = info.Mode().Perm()
		if !always && info.Size() == int64(len(data)) {
			if old, err := readFile(name, info.Size()); err == nil && bytes.Equal(old, data) {
				return false, nil
			}
		}
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	} else if err == nil {
		return false, errors.New("something with that name exists and is not a regular file")
	}
	tmp, err := writeBeside(name, data, keep, sync)
	if err != nil {
		return false, err
	}
	if err := os.Rename(tmp, name); err != nil {
		return false, errors.Join(err, os.Remove(tmp))
	}
	if sync {
		syncDir(filepath.Dir(name))
	}
	return true, nil
}

// WriteNew is WriteFile for a name that must not exist. If it exists, the error is
// fs.ErrExist and the file is untouched.
func WriteNew(name string, data []byte) error {
	if _, err := os.Lstat(name); err == nil {
		return fmt.Errorf("write %q: %w", filepath.ToSlash(name), fs.ErrExist)
	}
	if err := os.MkdirAll(filepath.Dir(name), dirMode); err != nil {
		return err
	}
	tmp, err := writeBeside(name, data, 0, true)
	if err == nil {
		err = errors.Join(claimName(tmp, name, data), os.Remove(tmp))
	}
	if err != nil {
		return fmt.Errorf("write %q: %w", filepath.ToSlash(name), err)
	}
	syncDir(filepath.Dir(name))
	return nil
}

// MoveFile renames a file and gives it data as its bytes. A process killed at any moment
// leaves the old file, the new one, or both, each complete. If the new name exists, the
// error is fs.ErrExist and the existing file is untouched.
func MoveFile(from, to string, data []byte) error {
	fail := func(err error) error {
		return fmt.Errorf("move %q to %q: %w", filepath.ToSlash(from), filepath.ToSlash(to), err)
	}
	info, err := os.Lstat(from)
	if err != nil {
		return fail(err)
	}
	if taken, err := os.Lstat(to); err == nil && os.SameFile(info, taken) { // the disk ignores case
		if _, err := WriteFile(from, data); err != nil {
			return err
		}
		err = os.Rename(from, to)
		syncDir(filepath.Dir(to))
		return err
	} else if err == nil {
		return fail(fs.ErrExist)
	}
	if err := os.MkdirAll(filepath.Dir(to), dirMode); err != nil {
		return fail(err)
	}
	tmp, err := writeBeside(to, data, info.Mode().Perm(), true)
	if err == nil {
		err = errors.Join(claimName(tmp, to, data), os.Remove(tmp))
	}
	if err == nil {
		syncDir(filepath.Dir(to))
		err = os.Remove(from)
	}
	if err != nil {
		return fail(err)
	}
	syncDir(filepath.Dir(from))
	return nil
}

// claimName gives tmp's content a name that must not exist. Without hard links it writes
// the file under that name; a killed process may then leave a part.
func claimName(tmp, name string, data []byte) error {
	err := os.Link(tmp, name)
	if err == nil || errors.Is(err, fs.ErrExist) || isResource(err) {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(name)
	}
	return err
}

// writeBeside removes the temporary files of dead processes and writes data to
// ".<name>.next-<pid>" in the same folder. The file has the mode keep, or if that is 0 the
// mode of a new file.
func writeBeside(name string, data []byte, keep fs.FileMode, sync bool) (string, error) {
	dir, prefix := filepath.Dir(name), besideName(name)
	sweepBesideFile(dir, prefix)
	tmp := filepath.Join(dir, prefix+strconv.Itoa(os.Getpid()))
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	if err == nil && keep != 0 {
		err = f.Chmod(keep)
	}
	if err == nil && sync {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(tmp)
		return "", err
	}
	return tmp, nil
}

// besideName begins the name of a temporary file; the manifest's is tempPrefix.
func besideName(name string) string {
	base := filepath.Base(name)
	if len(base) > 200 {
		base = base[:200]
	}
	return "." + base + ".next-"
}

func sweepBesideFile(dir, prefix string) {
	matches, _ := filepath.Glob(filepath.Join(dir, prefix+"*")) // a bad pattern matches nothing
	for _, m := range matches {
		pid, ok := workPID(filepath.Base(m), prefix)
		if ok && !alive(pid) {
			_ = os.Remove(m)
		}
	}
}
