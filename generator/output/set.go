package output

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Set collects generated files and finds those whose paths collide. The zero value is
// empty.
type Set struct {
	files []File
}

// Add adds files; mistakes are reported by [Set.Sorted].
func (s *Set) Add(files ...File) { s.files = append(s.files, files...) }

// Len is the number of files added.
func (s *Set) Len() int { return len(s.files) }

// maxFindings bounds how many mistakes one error lists.
const maxFindings = 20

// Sorted returns the files in byte order of their paths. The error lists every path that
// is invalid, is used twice, differs from another only in case, or is both a file and a
// folder.
func (s *Set) Sorted() ([]File, error) {
	files := slices.Clone(s.files)
	byPath := func(a, b File) int { return cmp.Compare(a.Path, b.Path) }
	if !slices.IsSortedFunc(files, byPath) {
		slices.SortFunc(files, byPath)
	}
	var errs []error
	for i := range files {
		if err := ValidPath(files[i].Path); err != nil {
			errs = append(errs, err)
		}
		if i > 0 && files[i].Path == files[i-1].Path {
			errs = append(errs, fmt.Errorf("two generated files are named %q", files[i].Path))
		}
	}
	if len(errs) == 0 {
		errs = collisions(files)
	}
	return files, atMost(errs)
}

// atMost joins the first errors and counts the rest.
func atMost(errs []error) error {
	if n := len(errs); n > maxFindings {
		errs = append(errs[:maxFindings], fmt.Errorf("and %d more", n-maxFindings))
	}
	return errors.Join(errs...)
}

// collisions finds names that differ only in case, and files that are also folders. If
// all names are lower case, as on most sites, it does not need a map of all names.
func collisions(files []File) []error {
	dirs := folders(files)
	var errs []error
	fold := false
	for i := range files {
		p := files[i].Path
		if dirs[p] {
			errs = append(errs, fmt.Errorf("%q is both a generated file and a folder of others", p))
		}
		fold = fold || strings.ToLower(p) != p
	}
	if !fold {
		return errs
	}
	folded := make(map[string]string, len(files)+len(dirs))
	check := func(p string) {
		key := strings.ToLower(p)
		if other, seen := folded[key]; seen && other != p {
			errs = append(errs, fmt.Errorf("%q and %q differ only in case: not every file system can hold both", other, p))
		}
		folded[key] = p
	}
	for _, dir := range sortedKeys(dirs) {
		check(dir)
	}
	for i := range files {
		check(files[i].Path)
	}
	return errs
}

// folders returns the set of folders that contain the sorted files, at any depth.
func folders(files []File) map[string]bool {
	dirs := make(map[string]bool)
	last := ""
	for i := range files {
		dir := parent(files[i].Path)
		if dir == last {
			continue
		}
		last = dir
		for ; dir != "" && !dirs[dir]; dir = parent(dir) {
			dirs[dir] = true
		}
	}
	return dirs
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// parent returns the folder of a slash-separated path, or "" at the top.
func parent(p string) string {
	if i := strings.LastIndexByte(p, '/'); i >= 0 {
		return p[:i]
	}
	return ""
}

// ValidPath returns an error unless p can name a generated file: relative, clean,
// slash-separated UTF-8, without "..", empty parts, control characters and backslashes,
// with at most 255 bytes in a part and 4,000 in all, and without the names that this
// package reserves.
func ValidPath(p string) error {
	switch {
	case p == "":
		return errors.New("a generated file has no path")
	case len(p) > 4000:
		return fmt.Errorf("path %q... is longer than 4000 bytes", p[:60])
	case strings.HasPrefix(p, "/"):
		return fmt.Errorf("path %q is absolute, expected one relative to the output", p)
	case !utf8.ValidString(p):
		return fmt.Errorf("path %q is not valid UTF-8", p)
	case strings.ContainsFunc(p, func(r rune) bool { return r < 0x20 || r == 0x7f || r == '\\' }):
		return fmt.Errorf("path %q has a backslash or control character in it", p)
	}
	for part := range strings.SplitSeq(p, "/") {
		switch {
		case part == "" || part == "." || part == "..":
			return fmt.Errorf("path %q has an empty, \".\" or \"..\" part", p)
		case len(part) > 255:
			return fmt.Errorf("path %q... has a part longer than 255 bytes", p[:60])
		case isOurs(part):
			return fmt.Errorf("path %q uses a name that is reserved for publishing", p)
		}
	}
	return nil
}
