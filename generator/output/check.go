package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Bounds are folders that Check protects. Empty ones are skipped, except that an empty
// Home means the user's home folder.
type Bounds struct {
	Home    string
	Work    string            // the working directory
	Sources map[string]string // source folders by what they hold ("content", "templates")
	Force   bool              // allow a folder that is neither empty nor ours
}

// Check refuses to publish to dir if it is
//
//   - the root of the file system,
//   - the home folder, the working directory or a folder above one of them,
//   - a source folder, or a folder above or inside one, or
//   - not empty (apart from dot-files) and without a manifest. Only this can be forced.
//
// The error says what to do.
func Check(dir string, b Bounds) error {
	out, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	info, err := os.Stat(out)
	switch {
	case err == nil && !info.IsDir():
		return refuse(dir, "is a file, expected a folder")
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("look at the output: %w", err)
	}
	if filepath.Dir(out) == out {
		return refuse(dir, "is the root of the file system")
	}
	if b.Home == "" {
		b.Home, _ = os.UserHomeDir() // on failure "", and then there is no home to protect
	}
	if err := checkAbove(dir, out, "your home folder", b.Home); err != nil {
		return err
	}
	if err := checkAbove(dir, out, "the working directory", b.Work); err != nil {
		return err
	}
	for _, what := range sortedKeys(b.Sources) {
		if err := checkSource(dir, out, what, b.Sources[what]); err != nil {
			return err
		}
	}
	if info == nil || b.Force {
		return nil
	}
	return checkOurs(dir, out)
}

// refuse returns a refusal that cannot be forced.
func refuse(dir, why string) error {
	return fmt.Errorf("output %q %s: choose another folder, such as \"public\"", filepath.ToSlash(dir), why)
}

// checkAbove refuses an output that is place or a folder above it.
func checkAbove(dir, out, what, place string) error {
	switch {
	case place == "":
		return nil
	case same(out, place):
		return refuse(dir, "is "+what)
	case within(place, out):
		return refuse(dir, "is a folder above "+what)
	}
	return nil
}

// checkSource refuses an output that is a source folder, above or inside it.
func checkSource(dir, out, what, source string) error {
	if source == "" {
		return nil
	}
	switch {
	case same(out, source):
		return refuse(dir, "is the "+what+" folder")
	case within(source, out):
		return refuse(dir, "is a folder above "+what)
	case within(out, source):
		return refuse(dir, "is inside the "+what+" folder")
	}
	return nil
}

// checkOurs refuses a folder that is neither empty nor ours.
func checkOurs(dir, out string) error {
	if _, err := os.Lstat(filepath.Join(out, manifestName)); err == nil {
		return nil
	}
	name, err := firstVisible(out)
	if err == nil && name != "" {
		err = notOurs(name)
	}
	if err != nil {
		return fmt.Errorf("output %q: %w", filepath.ToSlash(dir), err)
	}
	return nil
}

// same reports whether two names lead to one folder, also through symbolic links.
func same(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	if errX == nil && errY == nil {
		return os.SameFile(x, y)
	}
	return resolve(a) == resolve(b)
}

// within reports whether inner is below outer. Existing folders are compared with
// os.SameFile, so symbolic links and case make no difference.
func within(inner, outer string) bool {
	at := resolve(inner)
	for up := filepath.Dir(at); up != at; at, up = up, filepath.Dir(up) {
		if same(up, outer) {
			return true
		}
	}
	return false
}

// resolve follows the symbolic links in the part of name that exists.
func resolve(name string) string {
	abs, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	rest := ""
	for at := abs; ; at = filepath.Dir(at) {
		if real, err := filepath.EvalSymlinks(at); err == nil {
			return filepath.Join(real, rest)
		}
		if filepath.Dir(at) == at {
			return abs
		}
		rest = strings.TrimSuffix(filepath.Join(filepath.Base(at), rest), string(filepath.Separator))
	}
}
