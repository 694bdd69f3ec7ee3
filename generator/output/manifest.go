package output

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Names in the output that are this package's own.
const (
	manifestName = ".playbook.json"
	lockName     = ".playbook.lock"
	workPrefix   = ".playbook.next-"             // with a pid: a staging folder
	tempPrefix   = "." + manifestName + ".next-" // with a pid: a manifest being written
)

// isOurs reports whether a name at the output's top belongs to this package.
func isOurs(name string) bool {
	if name == manifestName || name == lockName {
		return true
	}
	_, work := workPID(name, workPrefix)
	_, temp := workPID(name, tempPrefix)
	return work || temp
}

// workPID returns the pid in a name that consists of prefix and a pid.
func workPID(name, prefix string) (int, bool) {
	digits, ok := strings.CutPrefix(name, prefix)
	if !ok || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	pid, err := strconv.Atoi(digits)
	return pid, err == nil
}

// manifestFormat is the version of the format written here. A manifest of another version
// still says which files are ours, but its keys are not trusted.
const manifestFormat = 1

// A manifest lists our files in an output, sorted by path.
type manifest struct {
	Format    int     `json:"format"`
	Generator string  `json:"generator"`
	Files     []entry `json:"files"`
	index     map[string]int
}

type entry struct {
	Path string `json:"path"`
	Key  string `json:"key,omitempty"`
	Size int64  `json:"size"`
}

// parseManifest reads a manifest. An invalid path makes the whole manifest invalid,
// because the manifest decides which files are deleted.
func parseManifest(data []byte) (manifest, error) {
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return manifest{}, err
	}
	if m.Format < 1 {
		return manifest{}, errors.New(`"format" is missing`)
	}
	m.index = make(map[string]int, len(m.Files))
	for i, e := range m.Files {
		if err := ValidPath(e.Path); err != nil {
			return manifest{}, err
		}
		m.index[e.Path] = i
	}
	return m, nil
}

// bytes returns m as JSON, one file per line.
func (m manifest) bytes() []byte {
	b := make([]byte, 0, 100+120*len(m.Files))
	b = append(b, `{"format":`...)
	b = strconv.AppendInt(b, int64(m.Format), 10)
	b = appendString(append(b, `,"generator":`...), m.Generator)
	b = append(b, `,"files":[`...)
	for i, e := range m.Files {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(append(b, "\n{\"path\":"...), e.Path)
		if e.Key != "" {
			b = appendString(append(b, `,"key":`...), e.Key)
		}
		b = strconv.AppendInt(append(b, `,"size":`...), e.Size, 10)
		b = append(b, '}')
	}
	return append(b, "\n]}\n"...)
}

// appendString appends s as a JSON string.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f || s[i] == '"' || s[i] == '\\' {
			quoted, _ := json.Marshal(s) // a string always marshals
			return append(b, quoted...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// has reports whether the file path is listed.
func (m manifest) has(path string) bool { _, ok := m.index[path]; return ok }

// covers reports whether rel or one of its parent folders is listed as a file.
func (m manifest) covers(rel string) bool {
	for ; rel != ""; rel = parent(rel) {
		if m.has(rel) {
			return true
		}
	}
	return false
}

// entry returns the entry for path.
func (m manifest) entry(path string) (entry, bool) {
	i, ok := m.index[path]
	if !ok {
		return entry{}, false
	}
	return m.Files[i], true
}

// without lists the paths of m that next does not have.
func (m manifest) without(next manifest) []string {
	var gone []string
	for _, e := range m.Files {
		if !next.has(e.Path) {
			gone = append(gone, e.Path)
		}
	}
	return gone
}

// dirs returns the set of folders that contain files of m, at any depth.
func (m manifest) dirs() map[string]bool {
	dirs := make(map[string]bool)
	for _, e := range m.Files {
		for d := parent(e.Path); d != "" && !dirs[d]; d = parent(d) {
			dirs[d] = true
		}
	}
	return dirs
}

// manifest returns the manifest of the files in their present state.
func (p *publication) manifest() manifest {
	m := manifest{Format: manifestFormat, Generator: p.opts.Generator}
	m.Files = make([]entry, len(p.files))
	m.index = make(map[string]int, len(p.files))
	for i, f := range p.files {
		m.Files[i] = entry{f.Path, f.Key, p.states[i].size}
		m.index[f.Path] = i
	}
	return m
}

// readManifest returns the manifest's bytes, nil if there is none, and when it
// was written.
func (p *publication) readManifest() ([]byte, time.Time, error) {
	name := filepath.Join(p.dir, manifestName)
	info, err := os.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, time.Time{}, nil
	}
	if err != nil {
		return nil, time.Time{}, err
	}
	if !info.Mode().IsRegular() {
		return nil, time.Time{}, fmt.Errorf("%q is not a regular file: remove it", manifestName)
	}
	data, err := readFile(name, maxManifest)
	return data, info.ModTime(), err
}
