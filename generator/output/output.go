// Package output makes a folder equal to the generated files, and is the only
// place of the generator that writes to a disk.
//
// # Publishing
//
// A [File] is a path, a content key and a function that writes its bytes.
// [Publish] compares a list of them with a folder and brings the folder up to
// date. Its laws, each held by a test:
//
//   - Whole or not at all. Everything is written to a staging folder
//     ".<output>.next-<pid>" beside the output; unchanged files are hard links
//     to the old ones; then the two folders change names in one system call
//     (renameat2 with RENAME_EXCHANGE). A process killed at any moment leaves
//     the old site or the new one. An error or a cancelled context before that
//     call leaves the output untouched.
//   - No existing name is ever opened for writing: new bytes get a new inode,
//     which is then renamed. A file that somebody hard-linked or is still
//     downloading keeps its bytes.
//   - Only what the manifest lists is ever deleted. Every other file in the
//     output (.git, CNAME, a folder of videos, symbolic links, empty folders)
//     is foreign, and is linked over. After the exchange the old folder is
//     looked through once more: a foreign file that came late moves over too.
//     Should its name be taken by a generated file it is kept as "<name>.kept".
//   - Nothing changed, nothing touched: no exchange, no new inode.
//   - Streaming: a bounded group of workers, one buffer each.
//
// The manifest is "<output>/.playbook.json": generator version, then path, key
// and size of every file, sorted, one a line. It has no clock and no machine
// path in it. A file is unchanged without being written when its key is not
// empty and equals the manifest's, the manifest is by the same generator, and
// the file on disk has the recorded size and is not younger than the manifest.
// Otherwise its bytes are compared with the file on disk while they stream,
// and only from the first difference on is anything written. So keys must
// cover everything the bytes depend on.
//
// # File by file
//
// One exchange is impossible where the output is a mount point or a symbolic
// link, holds a mount point, lies in a folder that may not be written, on a
// file system or operating system without the call. There Publish still stages
// everything first (in "<output>/.playbook.next-<pid>" where it must), then
// renames file by file: assets, then pages, then deletions, then the manifest.
// Each file is whole at any moment; the site is not, for the length of some
// renames. First of all a manifest that claims old and new files is put in
// place, so that whatever a killed run leaves is known as ours and mended by
// the next run. [Options.InPlace] asks for this, for a folder that another
// process holds open (a container's bind mount sees only the old folder after
// an exchange).
//
// # Two at once, and leftovers
//
// A publication holds flock(2) on the output folder (and on the staged one
// before it takes the name). The kernel frees it when the holder dies, so
// there is no stale lock. A second publisher waits [Options.Wait], 10 seconds
// by default, and then fails with a [BusyError] that names the other process.
// Where flock is missing, "<output>/.playbook.lock" holds the pid instead; a
// lock of a dead pid is taken over. Whoever holds the lock owns all staging
// folders and sweeps those that a killed run left; without flock only those
// whose pid is dead. A swept folder that had already changed places is the old
// site: late foreign files are fetched from it first.
//
// # Power loss
//
// Before the exchange the new bytes are flushed: up to 64 files by fsync, more
// by one syncfs (Linux). The exchange is flushed, by fsync of the parent,
// before the old folder is removed. So after a power cut a journalling file
// system shows the old site or the new one, and delayed write errors surface
// before the exchange, not after. Elsewhere than Linux more than 64 files are
// not flushed; a file cut short by a power loss has the wrong size and is
// written again by the next run. [Options.NoSync] leaves all this out.
//
// # Modes
//
// New files and folders have what the umask leaves of 0666 and 0777, the record
// of published ids included. The output folder keeps its own mode and owner, a foreign folder its mode; extended attributes of
// folders are not carried over.
//
// # The rest
//
// [Check] refuses dangerous outputs. [Clean] removes what the manifest lists.
// [WriteFile] and [WriteNew] write one file atomically. [Cache] keeps bytes
// between runs, [Spool] keeps them out of memory during one.
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
	// Key stands for the content: two files with the same key have the same
	// bytes. Empty means unknown; then the bytes are compared.
	Key string
	// Write writes the content. It is called at most once a publication, on
	// any goroutine, and not at all when the key shows that nothing changed.
	Write func(io.Writer) error
}

// Draw writes files into memory, by path, for whoever wants to look at them rather
// than to publish them. Two files of one path are an error.
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

// Options say how to publish. The zero value is good.
type Options struct {
	// Force publishes into a folder that is neither empty nor ours, replaces
	// foreign files that bear a generated file's name, and trusts no key.
	Force bool
	// InPlace publishes file by file even where an exchange would do.
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
	// Progress, if set, is told how many of all files are decided. It is
	// called in order, by one goroutine at a time, at most a thousand times.
	Progress func(done, total int)
}

// A Report says what a publication did.
type Report struct {
	Written   int   // files with new bytes
	Bytes     int64 // length of those
	Unchanged int   // files left or linked as they were
	Removed   int   // files of an older site deleted
	Foreign   int   // foreign files kept; counted only if anything changed
	InPlace   bool  // published file by file
	// Left is a folder that could not be removed, beside the output or in
	// it; the next run tries again. Empty if all is tidy.
	Left string
}

// Changed reports whether the output has other files or bytes than before.
func (r Report) Changed() bool { return r.Written+r.Removed > 0 }

// Publish makes the folder dir equal to files, but for foreign files, which
// stay. It creates dir if need be. On error the output is as it was; only when
// publishing file by file may it hold some of the new files, and the error
// says so. The caller runs [Check] first.
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

// A publication is one run of Publish: what goes where, and how far it is.
type publication struct {
	place
	opts   Options
	lock   *lock
	files  []File // sorted
	states []state
	old    manifest   // what the output holds of ours
	begin  sync.Mutex // guards the making of stage
	stage  *stage     // nil until the first byte must be written
	live   *manifest  // what is published now, read when a rescue asks
	free   bool       // the folder was empty before a sweep rescued files into it
	report Report
}

// state is what is known of one file.
type state struct {
	size   int64
	known  bool // its key vouches for the file on disk
	exists bool // a regular file on disk bears the name
	staged bool // its new bytes are in the staging folder
}

// open locates and locks the output and sweeps what killed runs left. With
// create it makes a missing folder; without, a missing folder is fs.ErrNotExist.
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

// run is the order of a publication.
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

// commit puts what was staged in place.
func (p *publication) commit(ctx context.Context, before []byte) error {
	next := p.manifest()
	removed := p.old.without(next)
	p.report.Unchanged = len(p.files) - p.report.Written
	p.report.Removed = len(removed)
	if p.report.Written+len(removed) == 0 && before != nil {
		// Only keys differ, or files younger than the manifest proved equal:
		// one rename of the manifest says so.
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
