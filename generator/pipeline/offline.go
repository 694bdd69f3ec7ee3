package pipeline

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"playbook/generator/assets"
	"playbook/generator/config"
	"playbook/generator/output"
)

// Addresses of the files for reading offline, at the site's root.
const (
	workerPath = "sw.js"
	listPath   = "offline.json"
)

// offlineLimit is the size in bytes, as files, up to which every visiting browser keeps
// the whole site: some 8 MB over the network. Of a larger site it keeps scripts,
// styles, the home pages, and what is read.
const offlineLimit = 32 << 20

// offlineCode are the scripts for reading offline: the page's, the worker, and the one
// that replaces the worker when the option is off.
type offlineCode struct{ page, worker, gone *assets.File }

// take stores a script if it is one of these.
func (c *offlineCode) take(s *script) {
	switch s.Name {
	case "offline":
		c.page = &s.file
	case "sw":
		c.worker = &s.file
	case "sw-gone":
		c.gone = &s.file
	}
}

// offline reports whether the site can be read offline. While watching it never can,
// because a copy would show old pages.
func (b *Builder) offline(cfg *config.Config) bool {
	return cfg.Build.Offline && !b.Options.Lazy && b.Options.Package == nil
}

// offlineFiles returns the worker and its list. The list covers files, and index
// everything that they show of lessons. Without the option it returns the script that
// removes an earlier worker from browsers.
func (b *Builder) offlineFiles(r *Result, d *drawing, code offlineCode, files []output.File, index sum) []output.File {
	switch {
	case code.worker == nil || code.gone == nil:
		return nil // the site has its own theme without these scripts
	case !b.offline(r.Config):
		return []output.File{fixed(workerPath, code.gone.Data)}
	}
	key := d.key(newDigest().sums(d.all, index).sum())
	first := map[string]bool{}
	for _, l := range r.Site.Langs {
		first[l.Home.URL], first[l.Prefix+"offline.html"] = true, true
	}
	list := sync.OnceValues(func() (offlineList, error) { return listOffline(b.memo, files, first, b.workers()) })
	return []output.File{
		{Path: listPath, Key: key, Write: func(w io.Writer) error {
			l, err := list()
			if err != nil {
				return err
			}
			_, err = w.Write(l.json)
			return err
		}},
		{Path: workerPath, Key: key, Write: func(w io.Writer) error {
			l, err := list()
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(w, "self.copy={version:%q,all:%v,site:%q};\n%s", l.version, l.all, r.Config.SiteID, code.worker.Data)
			return err
		}},
	}
}

// An offlineList lists the files that the worker copies from the start.
type offlineList struct {
	version string // a hash of the list
	all     bool   // the whole site
	json    []byte // {version, files: {path: hash}}
}

// fileKey identifies the bytes of a generated file.
type fileKey struct{ path, key string }

// fileSum has the hash of a file's bytes as the worker computes it.
type fileSum struct {
	hash string
	size int64
}

// keepable reports whether a file is part of the copy because browsers read it: pages
// and their twins, scripts, styles, the search index and pictures. Downloads are kept
// when a reader opens them. Other files are for machines.
func keepable(p string) bool {
	kinds := []string{".html", ".md", ".js", ".css", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".woff2"}
	return slices.Contains(kinds, strings.ToLower(path.Ext(p))) && path.Base(p) != "404.html"
}

// essential reports whether every page needs a file.
func essential(p string) bool {
	return strings.HasPrefix(p, "assets/") && (path.Ext(p) == ".js" || path.Ext(p) == ".css")
}

// listOffline makes the list of a site's files. first are the pages that are copied
// from the start even for a large site.
func listOffline(m *memo, files []output.File, first map[string]bool, workers int) (offlineList, error) {
	files = slices.DeleteFunc(slices.Clone(files), func(f output.File) bool { return !keepable(f.Path) })
	found, all, err := sumsOf(m, files, workers)
	if err == nil && !all {
		files = slices.DeleteFunc(files, func(f output.File) bool { return !essential(f.Path) && !first[f.Path] })
		found, _, err = sumsOf(m, files, workers)
	}
	if err != nil {
		return offlineList{}, err
	}
	hashes := make(map[string]string, len(files))
	for i, f := range files {
		hashes[f.Path] = found[i].hash
	}
	body, err := json.Marshal(hashes)
	if err != nil {
		return offlineList{}, fmt.Errorf("write the list for reading offline: %w", err)
	}
	version := assets.Fingerprint(fmt.Appendf(body, "%v", all))
	return offlineList{version, all, fmt.Appendf(nil, "{\"version\":%q,\"files\":%s}\n", version, body)}, nil
}

// sumsOf draws the files that have no sum yet. If the files have more than
// [offlineLimit] bytes in all, it stops and reports that.
func sumsOf(m *memo, files []output.File, workers int) (found []fileSum, within bool, err error) {
	found = make([]fileSum, len(files))
	var total atomic.Int64
	g, ctx := errgroup.WithContext(context.Background())
	g.SetLimit(cmp.Or(workers, 1))
	for i, f := range files {
		g.Go(func() error {
			if ctx.Err() != nil || total.Load() > offlineLimit {
				return nil
			}
			var err error
			found[i], err = do(m, fileKey{f.Path, f.Key}, func() (fileSum, error) { return sumOf(f) })
			total.Add(found[i].size)
			return err
		})
	}
	err = g.Wait()
	return found, total.Load() <= offlineLimit, err
}

func sumOf(f output.File) (fileSum, error) {
	h := sha256.New()
	n := counter{w: h}
	if err := f.Write(&n); err != nil {
		return fileSum{}, err
	}
	return fileSum{base64.StdEncoding.EncodeToString(h.Sum(nil)[:9]), n.n}, nil
}

// A counter counts what is written through it.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return c.w.Write(p)
}
