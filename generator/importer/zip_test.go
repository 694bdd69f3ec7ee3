package importer

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// zipOf makes a zip of names and texts; a name that ends in "@" is a symbolic link.
func zipOf(t *testing.T, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i+1 < len(files); i += 2 {
		h := &zip.FileHeader{Name: strings.TrimSuffix(files[i], "@"), Method: zip.Deflate}
		if strings.HasSuffix(files[i], "@") {
			h.SetMode(fs.ModeSymlink | 0o777)
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestHostileZips(t *testing.T) {
	lying := zipOf(t, "a.md", strings.Repeat("0", 5000))
	// The directory at the end says that the file is short.
	dir := bytes.LastIndex(lying, []byte("PK\x01\x02"))
	copy(lying[dir+24:], []byte{10, 0, 0, 0})
	encrypted := zipOf(t, "a.md", "# A")
	encrypted[bytes.LastIndex(encrypted, []byte("PK\x01\x02"))+8] |= 1
	huge := zipOf(t, "zeros.md", "0")
	copy(huge[bytes.LastIndex(huge, []byte("PK\x01\x02"))+24:], []byte{0, 0, 0, 0xf0})
	var many []string
	for i := range 9 {
		many = append(many, strings.Repeat("z", i+1)+".bin", "0")
	}
	split := zipOf(t, many...)
	for at := 0; ; { // 9 files of 500 MB each
		k := bytes.Index(split[at:], []byte("PK\x01\x02"))
		if k < 0 {
			break
		}
		at += k + 4
		copy(split[at+20:], []byte{0, 0, 0x40, 0x1f})
	}
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"traversal", "leads out of the folder", zipOf(t, "../../etc/cron.d/x.md", "x")},
		{"traversal inside", "leads out of the folder", zipOf(t, "a/../../x.md", "x")},
		{"backslashes", "leads out of the folder", zipOf(t, `..\..\x.md`, "x")},
		{"absolute", "root of a disk", zipOf(t, "/etc/passwd.md", "x")},
		{"drive", "root of a disk", zipOf(t, `C:\x.md`, "x")},
		{"share", "root of a disk", zipOf(t, `\\server\x.md`, "x")},
		{"link", "symbolic link", zipOf(t, "a.md@", "/etc/passwd")},
		{"case", "differ only in case", zipOf(t, "A.md", "x", "a.md", "y")},
		{"unicode form", "differ only in case or Unicode form", zipOf(t, "\u00e9.md", "x", "e\u0301.md", "y")},
		{"twice", "twice", zipOf(t, "a.md", "x", "a.md", "y")},
		{"file and folder", "both as a file and as a folder", zipOf(t, "b.md", "1", "a", "x", "a/b.md", "y")},
		{"control character", "control character", zipOf(t, "a\x1b[31m.md", "x")},
		{"encrypted", "encrypted", encrypted},
		{"one of 4 GB", "MB unpacked", huge},
		{"many of 500 MB", "GB unpacked", split},
		{"cut short", "cannot be read", zipOf(t, "a.md", "x")[:40]},
		{"not a zip", "not a zip file", []byte("hello")},
		{"nested traversal", "leads out of the folder", zipOf(t, "part-1.zip", string(zipOf(t, "../x.md", "x")))},
	} {
		t.Run(c.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "x.zip")
			if err := os.WriteFile(name, c.data, 0o644); err != nil {
				t.Fatal(err)
			}
			s, err := Open(name)
			if err == nil {
				t.Fatalf("it was opened: %q", s.Files())
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("it is refused with %q, expected %q in it", err, c.want)
			}
		})
	}
	// A file that is longer than the directory says is refused when it is read.
	name := filepath.Join(t.TempDir(), "x.zip")
	if err := os.WriteFile(name, lying, 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if b, err := s.Read("a.md"); err == nil {
		t.Errorf("%d bytes were read of a file of 10", len(b))
	}
}

// TestZips holds what is done for zips that exports and code hosts make.
func TestZips(t *testing.T) {
	open := func(data []byte) *Source {
		t.Helper()
		s, err := openZip(bytes.NewReader(data), int64(len(data)), "x")
		if err != nil {
			t.Fatal(err)
		}
		s.strip()
		return s
	}
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"one folder at the top", zipOf(t, "repo-main/", "", "repo-main/a.md", "1", "repo-main/b/c.md", "2"), "a.md b/c.md"},
		{"noise", zipOf(t, "a.md", "1", "__MACOSX/._a.md", "x", ".DS_Store", "x", ".git/config", "x"), "a.md"},
		{"zips in a zip", zipOf(t, "Part-1.zip", string(zipOf(t, "a.md", "1")), "Part-2.zip", string(zipOf(t, "b/c.md", "2"))), "a.md b/c.md"},
		{"backslashes as slashes", zipOf(t, `a\b.md`, "1", "c.md", "2"), "a/b.md c.md"},
	} {
		if got := strings.Join(open(c.data).Files(), " "); got != c.want {
			t.Errorf("%s: the files are %q, want %q", c.name, got, c.want)
		}
	}
	if b, err := open(zipOf(t, "p.zip", string(zipOf(t, "x/a.md", "one")))).Read("a.md"); err != nil || string(b) != "one" {
		t.Errorf("read %q, %v", b, err)
	}
}
