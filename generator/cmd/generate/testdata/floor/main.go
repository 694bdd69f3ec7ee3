// Floor is the least that any generator on goldmark does: it reads every
// lesson below a folder, cuts the front matter, runs goldmark with GFM, wraps
// a minimal page and writes it, on all cores. The benchmark of the command
// divides by what it costs.
package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: floor CONTENT OUTPUT")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
}

func run(content, output string) error {
	lessons, err := list(content)
	if err != nil {
		return err
	}
	md := goldmark.New(goldmark.WithExtensions(extension.GFM))
	work, failed := make(chan string), make(chan error, 1)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			var page bytes.Buffer
			for name := range work {
				if err := draw(md, &page, filepath.Join(content, name), filepath.Join(output, strings.TrimSuffix(name, ".md")+".html")); err != nil {
					select {
					case failed <- err:
					default:
					}
				}
			}
		})
	}
	for _, name := range lessons {
		work <- name
	}
	close(work)
	group.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

// list returns the lessons below a folder, by their path in it.
func list(dir string) (lessons []string, err error) {
	err = filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(name) != ".md" {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		lessons = append(lessons, rel)
		return err
	})
	return lessons, err
}

// draw writes the page of one lesson.
func draw(md goldmark.Markdown, page *bytes.Buffer, from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if rest, ok := bytes.CutPrefix(text, []byte("+++\n")); ok {
		_, text, _ = bytes.Cut(rest, []byte("\n+++\n"))
	}
	page.Reset()
	page.WriteString("<!doctype html><meta charset=utf-8><title>x</title><main>")
	if err := md.Convert(text, page); err != nil {
		return err
	}
	page.WriteString("</main>")
	if os.WriteFile(to, page.Bytes(), 0o644) == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, page.Bytes(), 0o644)
}
