package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Clean removes from dir what its manifest lists, the folders that leaves
// empty, what killed runs left, and the manifest last. Foreign files stay; dir
// goes too if nothing is left in it and it is a plain folder. A folder without
// a manifest, or none at all, is left alone. The report counts the files
// removed.
func Clean(ctx context.Context, dir string) (Report, error) {
	p, err := open(ctx, dir, Options{}, false)
	if errors.Is(err, fs.ErrNotExist) {
		return Report{}, nil
	}
	if err == nil {
		defer p.close()
		err = p.clean(ctx)
	}
	if err != nil {
		return Report{}, fmt.Errorf("clean %q: %w", filepath.ToSlash(dir), err)
	}
	return p.report, nil
}

func (p *publication) clean(ctx context.Context) error {
	data, _, err := p.readManifest()
	if err != nil || data == nil {
		return err
	}
	if p.old, err = parseManifest(data); err != nil {
		return fmt.Errorf("the manifest %q is damaged, so it is unknown which files in the folder are generated: %w", manifestName, err)
	}
	for _, e := range slices.Backward(p.old.Files) {
		if ctx.Err() != nil {
			return context.Cause(ctx) // the manifest stays: run it again
		}
		if p.viaLink(parent(e.Path)) {
			continue
		}
		if err := p.removeOwn(e.Path, nil); err != nil {
			return err
		}
		p.report.Removed++
	}
	if err := os.Remove(p.path(manifestName)); err != nil {
		return err
	}
	if !p.inPlace {
		_ = os.Remove(p.dir) // goes only if empty
	}
	return nil
}

// viaLink reports whether a folder of the output has been replaced by a
// symbolic link or a file: what lies behind it is not ours.
func (p *publication) viaLink(rel string) bool {
	for ; rel != ""; rel = parent(rel) {
		if info, err := os.Lstat(p.path(rel)); err == nil && !info.IsDir() {
			return true
		}
	}
	return false
}
