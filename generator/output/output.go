// Package output makes a folder equal to the generated files, and is the only
// place of the generator that writes to a disk.
//
// # Publishing
//
// A [File] is a path, a content key and a function that writes its bytes.
// [Publish] compares a list of them with a folder and brings the folder up to
// date. Its rules, each with a test:
//
//   - The site is published whole or not at all. Everything is written to a
//     staging folder ".<output>.next-<pid>" beside the output, where unchanged
//     files are hard links to the old ones. Then one system call (renameat2 with
//     RENAME_EXCHANGE) swaps the two folders. A process killed at any moment
//     leaves the old site or the new one. An error or a canceled context before
//     that call leaves the output untouched.
//   - No existing file is opened for writing. New bytes get a new inode, which is
//     then renamed. A file that somebody has hard-linked or is downloading keeps
//     its bytes.
//   - Only files that the manifest lists are deleted. Every other file in the
//     output (.git, CNAME, a folder of videos, symbolic links, empty folders) is
//     foreign, and is linked into the new folder. After the exchange the old
//     folder is checked once more, and foreign files that were added late move
//     too. If a generated file has the same name, the foreign file is kept as
//     "<name>.kept".
//   - If nothing changed, nothing is touched: no exchange, no new inode.
//   - Files are streamed by a bounded group of workers, with one buffer each.
//
// The manifest is "<output>/.playbook.json": the generator's version, then path,
// key and size of every file, sorted, one per line. It has no time and no path of
// this machine. A file counts as unchanged, and is not drawn, if its key is not
// empty and equals the manifest's, the manifest is by the same generator, and the
// file on disk has the recorded size and is not younger than the manifest.
// Otherwise its bytes are compared with the file on disk while they are drawn, and
// written from the first difference on. So a key must cover everything that the
// bytes depend on.
//
// # File by file
//
// The exchange is impossible if the output is a mount point or a symbolic link,
// contains a mount point, is in a folder without write permission, or is on a file
// system or operating system without the call. Then Publish still stages everything
// first (in "<output>/.playbook.next-<pid>" if it must), and renames file by file:
// assets, pages, deletions, the manifest. Each file is complete at any moment; the
// site is not while the renames last. Before that, Publish writes a manifest that
// lists old and new files. So if the run is killed, the next run knows all files
// that it left and repairs the site. [Options.InPlace] asks for this way, for a
// folder that another process holds open (a container's bind mount sees only the
// old folder after an exchange).
//
// # Two publications at once, and leftovers
//
// A publication holds flock(2) on the output folder (and on the staged folder
// before the exchange). The kernel releases the lock when the process dies, so there
// is no stale lock. A second publication waits [Options.Wait], 10 seconds by
// default, and then fails with a [BusyError] that names the other process. Without
// flock, "<output>/.playbook.lock" holds the pid, and a lock of a dead pid is taken
// over. The holder of the lock removes the staging folders that killed runs left;
// without flock only those whose pid is dead. If the exchange had already happened,
// such a folder is the old site: late foreign files are moved out of it first.
//
// # Power loss
//
// Before the exchange the new bytes are flushed: up to 64 files with fsync, more
// with one syncfs (Linux). The exchange is flushed, with fsync of the parent, before
// the old folder is removed. So after a power cut a journaling file system shows the
// old site or the new one, and delayed write errors appear before the exchange.
// Other systems than Linux do not flush more than 64 files; a file cut short by a
// power cut has the wrong size, and the next run writes it again. [Options.NoSync]
// skips all of this.
//
// # Modes
//
// New files and folders, and the record of published ids, have the modes 0666 and
// 0777 less the umask. The output folder keeps its mode and owner, a foreign folder
// its mode. Extended attributes of folders are lost.
//
// # Further functions
//
// [Check] refuses dangerous outputs. [Clean] removes the files that the manifest
// lists. [WriteFile] and [WriteNew] write one file atomically. [Cache] keeps bytes
// between runs.
package output

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"sync"
	"time"
)

// A File is one generated file.
type File struct {
	// Path is slash-separated and relative to the output, see [ValidPath].
	Path string
	// Key identifies the content: two files with the same key have the same
	// bytes. If it is empty, the bytes are compared.
	Key string
	// Write writes the content. It is called at most once per publication, on
	// any goroutine, and not at all if the key shows that nothing changed.
	Write func(io.Writer) error
}

// Draw writes files into memory and returns their bytes by path. Two files with one
// path are an error.
func Draw(files []File) (map[string][]byte, error) {
	drawn := make(map[string][]byte, len(files))
	for _, f := range files {
		if drawn[f.Path] != nil {
			return nil, fmt.Errorf("%q is generated twice", f.Path)
		}
		b := bytes.NewBuffer([]byte{})
		if err := f.Write(b); err != nil {
			return nil, fmt.Errorf("draw %q: %w", f.Path, err)
		}
		drawn[f.Path] = b.Bytes()
	}
	return drawn, nil
}

// Options say how to publish. The zero value is the default.
type Options struct {
	// Force publishes into a folder that is neither empty nor ours, replaces
	// foreign files that have a generated file's name, and trusts no key.
	Force bool
	// InPlace publishes file by file even if an exchange is possible.
	InPlace bool
	// NoSync does not flush to the disk; see "Power loss" above.
	NoSync bool
	// Workers is how many files are written at once; 0 is GOMAXPROCS.
	Workers int
	// Generator is the generator's name and version, for the manifest. Keys
	// of another generator are not trusted.
	Generator string
	// Wait is how long to wait for another publication to the same folder;
	// 0 is 10 seconds, below 0 is not at all.
	Wait time.Duration
	// Progress, if set, is called with the number of files that are done. It is
	// called in order, by one goroutine at a time, at most a thousand times.
	Progress func(done, total int)
}

// A Report says what a publication did.
type Report struct {
	Written   int   // files with new bytes
	Bytes     int64 // their total length
	Unchanged int   // files left or linked as they were
	Removed   int   // files of an older site deleted
	Foreign   int   // foreign files kept; counted only if anything changed
	InPlace   bool  // published file by file
	// Left is a folder beside or in the output that could not be removed, or
	// empty. The next run tries again.
	Left string
}

// Changed reports whether the output has other files or bytes than before.
func (r Report) Changed() bool { return r.Written+r.Removed > 0 }

// Publish makes the folder dir equal to files. Foreign files stay. It creates dir if
// it does not exist. On error the output is unchanged, except that a publication file
// by file may have written some of the new files; then the error says so. The caller
// runs [Check] first.
func Publish(ctx context.Context, dir string, files []File, opts Options) (Report, error) {
	var set Set
	set.Add(files...)
	sorted, err := set.Sorted()
	if err != nil {
		return Report{}, err
	}
	p, err := open(ctx, dir, opts, true)
	if err != nil {
		return Report{}, fmt.Errorf("publish to %q: %w", filepath.ToSlash(dir), err)
	}
	defer p.close()
	p.files = sorted
	if err := p.run(ctx); err != nil {
		p.abandon()
		return Report{}, fmt.Errorf("publish to %q: %w", filepath.ToSlash(dir), err)
	}
	return p.report, nil
}

// A publication is one run of Publish.
type publication struct {
	place
	opts   Options
	lock   *lock
	files  []File // sorted
	states []state
	old    manifest   // our files in the output
	begin  sync.Mutex // guards the creation of stage
	stage  *stage     // nil until the first byte must be written
	live   *manifest  // of the published site, read when a rescue needs it
	free   bool       // the folder was empty before a sweep rescued files into it
	report Report
}

// state is what is known of one file.
type state struct {
	size   int64
	known  bool // its key proves that the file on disk is unchanged
	exists bool // a regular file on disk has the name
	staged bool // its new bytes are in the staging folder
}

// open locates and locks the output and removes what killed runs left. With create it
// makes a missing folder; without, a missing folder is the error fs.ErrNotExist.
func open(ctx context.Context, dir string, opts Options, create bool) (*publication, error) {
	pl, err := locate(dir, create)
	if err != nil {
		return nil, err
	}
	p := &publication{place: pl, opts: opts}
	if p.opts.Workers <= 0 {
		p.opts.Workers = runtime.GOMAXPROCS(0)
	}
	if p.lock, err = acquire(ctx, &p.place, opts.Wait, create); err != nil {
		return nil, err
	}
	p.inPlace = p.inPlace || opts.InPlace || !p.lock.kernel || !canExchange || isMount(p.dir)
	p.report.Left = p.sweep()
	return p, nil
}

func (p *publication) close() { p.lock.release() }

// abandon removes every trace of a publication that failed.
func (p *publication) abandon() {
	p.stage.remove()
	p.unmake()
}

// run performs the steps of a publication.
func (p *publication) run(ctx context.Context) error {
	data, mtime, err := p.readManifest()
	if err != nil {
		return err
	}
	p.states = make([]state, len(p.files))
	if err := p.stat(ctx, mtime); err != nil {
		return err
	}
	if p.upToDate(data) {
		p.report.Unchanged = len(p.files)
		p.progress(len(p.files))
		return nil
	}
	if err := p.trust(data); err != nil {
		return err
	}
	if err := p.render(ctx); err != nil {
		return err
	}
	return p.commit(ctx, data)
}

// commit puts the staged files in place.
func (p *publication) commit(ctx context.Context, before []byte) error {
	next := p.manifest()
	removed := p.old.without(next)
	p.report.Unchanged = len(p.files) - p.report.Written
	p.report.Removed = len(removed)
	if p.report.Written+len(removed) == 0 && before != nil {
		// Only keys differ, or files younger than the manifest turned out to be
		// equal: replacing the manifest is enough.
		p.report.InPlace = true
		return p.putManifest(next)
	}
	found, err := p.look()
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	p.report.Foreign = len(found.files)
	if !p.inPlace && !found.fixed {
		err := p.exchange(ctx, next, found)
		if err == nil || !fallsBack(err) {
			return err
		}
	}
	return p.fileByFile(next, removed)
}
