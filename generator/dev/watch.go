package dev

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"github.com/fsnotify/fsnotify"
)

// A watcher rings the bell when something below the watched folders changes.
type watcher struct {
	dir  string // the playbook's folder on this machine
	bell *bell
	fail func(error) // called when the kernel cannot watch any more

	mu     sync.Mutex
	notify *fsnotify.Watcher
	config string          // the settings file, below dir
	trees  []string        // folders watched with their subfolders
	dirs   map[string]bool // watched folders, below dir
	news   chan fsnotify.Event
	done   chan struct{}
}

// watch watches the settings file's folder and the trees. An error means that the
// kernel cannot: no instances or watches are left, or it does not support them.
func watch(dir, config string, trees []string, b *bell, fail func(error)) (*watcher, error) {
	n, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	w := &watcher{dir: dir, bell: b, fail: fail, notify: n, config: config, dirs: map[string]bool{}, news: make(chan fsnotify.Event), done: make(chan struct{})}
	if err := w.follow(trees); err != nil {
		return nil, errors.Join(err, n.Close())
	}
	go w.listen()
	go w.work()
	return w, nil
}

// follow watches these trees. It may be called again with other trees. Earlier
// watches stay, but folders outside the new trees no longer ring the bell.
func (w *watcher) follow(trees []string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trees = trees
	return w.addAll()
}

// addAll adds all missing watches. It is called again whenever a folder came, went or
// was renamed.
func (w *watcher) addAll() error {
	flat := map[string]bool{path.Dir(w.config): true}
	for _, t := range w.trees {
		for d := path.Dir(t); ; d = path.Dir(d) {
			flat[d] = true
			if d == "." {
				break
			}
		}
	}
	for d := range flat {
		if err := w.add(d); err != nil {
			return err
		}
	}
	for _, t := range w.trees {
		if err := w.addTree(t); err != nil {
			return err
		}
	}
	return nil
}

// addTree watches a folder and its subfolders. It adds the watch before it reads the
// folder, so a new subfolder is seen by one or the other.
func (w *watcher) addTree(rel string) error {
	if err := w.add(rel); err != nil {
		return err
	}
	entries, err := os.ReadDir(w.path(rel))
	if err != nil {
		return nil // deleted again, or not a folder: the watch on its parent reports that
	}
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			if err := w.addTree(path.Join(rel, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *watcher) add(rel string) error {
	name := w.path(rel)
	if info, err := os.Lstat(name); err != nil || !info.IsDir() {
		delete(w.dirs, rel)
		return nil
	}
	err := w.notify.Add(name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return nil
	}
	if err == nil {
		w.dirs[rel] = true
	}
	return err
}

func (w *watcher) path(rel string) string { return filepath.Join(w.dir, filepath.FromSlash(rel)) }

// listen queues the kernel's events until the watcher is closed. It must not call
// fsnotify, which holds its lock while it delivers an error: the call would deadlock.
func (w *watcher) listen() {
	defer close(w.news)
	events, errs := w.notify.Events, w.notify.Errors
	var queue []fsnotify.Event
	for events != nil || len(queue) > 0 {
		var out chan fsnotify.Event
		var next fsnotify.Event
		if len(queue) > 0 {
			out, next = w.news, queue[0]
		}
		select {
		case e, ok := <-events:
			if !ok {
				return
			}
			queue = append(queue, e)
		case _, ok := <-errs:
			if !ok {
				errs = nil
				continue
			}
			// After an overflow events are missing, perhaps of new folders. Other
			// errors concern deleted folders.
			queue = append(queue, fsnotify.Event{})
		case out <- next:
			queue = queue[1:]
		}
	}
}

// work rings the bell for events until there are no more.
func (w *watcher) work() {
	defer close(w.done)
	for e := range w.news {
		if e.Name == "" {
			w.again()
		} else {
			w.event(e)
		}
	}
}

// event handles one event of the kernel.
func (w *watcher) event(e fsnotify.Event) {
	if e.Op&^fsnotify.Chmod == 0 {
		return
	}
	rel, err := filepath.Rel(w.dir, e.Name)
	if err != nil {
		return
	}
	rel = filepath.ToSlash(rel)
	if litter(path.Base(rel)) || !w.concerns(rel) {
		return
	}
	info, err := os.Lstat(e.Name)
	isDir := err == nil && info.IsDir()
	w.mu.Lock()
	wasDir := w.dirs[rel]
	if wasDir && !isDir {
		delete(w.dirs, rel)
	}
	w.mu.Unlock()
	if isDir || wasDir {
		w.again()
		return
	}
	w.bell.ring(rel)
}

// again updates the watches and requests a scan of everything.
func (w *watcher) again() {
	w.refresh()
	w.bell.ring()
}

// refresh updates the watches. A folder that is deleted and created again at once can
// lose its watch: the event of the deletion may remove the watch on the new folder.
func (w *watcher) refresh() {
	w.mu.Lock()
	err := w.addAll()
	w.mu.Unlock()
	if err != nil {
		w.fail(err)
	}
}

// concerns reports whether a path is the settings file, is in a tree, or is a parent
// folder of one of these.
func (w *watcher) concerns(rel string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if rel == w.config || rel == "." {
		return true
	}
	for _, t := range w.trees {
		if rel == t || strings.HasPrefix(rel, t+"/") || strings.HasPrefix(t, rel+"/") {
			return true
		}
	}
	return strings.HasPrefix(w.config, rel+"/")
}

// close stops watching and waits for the goroutines to end.
func (w *watcher) close() {
	_ = w.notify.Close()
	<-w.done
}
