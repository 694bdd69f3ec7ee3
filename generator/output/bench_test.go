package output

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// The site of the benchmarks: 10,000 files of 8 kB in 100 folders.
const (
	benchFiles = 10_000
	benchSize  = 8 << 10
)

// memoryDir is a fresh folder on a memory file system if there is one, since
// disks drift threefold.
func memoryDir(b *testing.B) string {
	dir, err := os.MkdirTemp("/dev/shm", "playbook-bench-")
	if err != nil {
		return b.TempDir()
	}
	b.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func benchSite(version string) []File {
	body := make([]byte, benchSize)
	files := make([]File, benchFiles)
	for i := range files {
		path := fmt.Sprintf("section-%02d/lesson-%04d.html", i%100, i)
		files[i] = File{Path: path, Key: fmt.Sprintf("%064x", i) + version, Write: func(w io.Writer) error {
			if _, err := io.WriteString(w, version+path); err != nil {
				return err
			}
			_, err := w.Write(body)
			return err
		}}
	}
	return files
}

func benchPublish(b *testing.B, dir string, files []File, opts Options) {
	if _, err := Publish(b.Context(), dir, files, opts); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkPlainWrites is the floor: the same files written one by one by a
// loop of a program that takes no care.
func BenchmarkPlainWrites(b *testing.B) {
	up := memoryDir(b)
	files := benchSite("1")
	for i := 0; b.Loop(); i++ {
		dir := filepath.Join(up, fmt.Sprint(i))
		for _, f := range files {
			name := filepath.Join(dir, f.Path)
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				b.Fatal(err)
			}
			out, err := os.Create(name)
			if err != nil {
				b.Fatal(err)
			}
			if err := f.Write(out); err != nil {
				b.Fatal(err)
			}
			_ = out.Close()
		}
		b.StopTimer()
		_ = os.RemoveAll(dir)
		b.StartTimer()
	}
}

func BenchmarkPublishNew(b *testing.B) {
	up := memoryDir(b)
	files := benchSite("1")
	for i := 0; b.Loop(); i++ {
		dir := filepath.Join(up, fmt.Sprint(i))
		benchPublish(b, dir, files, Options{})
		b.StopTimer()
		_ = os.RemoveAll(dir)
		b.StartTimer()
	}
}

func BenchmarkPublishAllChanged(b *testing.B) {
	dir := filepath.Join(memoryDir(b), "public")
	versions := [2][]File{benchSite("1"), benchSite("2")}
	for i := 0; b.Loop(); i++ {
		benchPublish(b, dir, versions[i%2], Options{})
	}
}

func BenchmarkPublishOneChanged(b *testing.B) {
	for _, inPlace := range []bool{false, true} {
		b.Run(map[bool]string{false: "exchange", true: "inplace"}[inPlace], func(b *testing.B) {
			dir := filepath.Join(memoryDir(b), "public")
			versions := [2][]File{benchSite("1"), benchSite("1")}
			versions[1][5000] = benchSite("2")[5000]
			for i := 0; b.Loop(); i++ {
				benchPublish(b, dir, versions[i%2], Options{InPlace: inPlace})
			}
		})
	}
}

func BenchmarkPublishUnchanged(b *testing.B) {
	dir := filepath.Join(memoryDir(b), "public")
	files := benchSite("1")
	benchPublish(b, dir, files, Options{})
	for b.Loop() {
		benchPublish(b, dir, files, Options{})
	}
}
