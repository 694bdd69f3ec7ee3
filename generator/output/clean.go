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

// Clean removes from dir the files that its manifest lists, the folders that become
// empty, what killed runs left, and last the manifest. Foreign files stay. Clean removes
// dir itself if it is then empty and can be exchanged. It does nothing if dir does not
// exist or has no manifest. The report counts the files removed.
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
			return context.Cause(ctx) // the manifest stays, so Clean can run again
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
		_ = os.Remove(p.dir) // fails unless it is empty
	}
	return nil
}

// viaLink reports whether the folder rel or a parent of it has been replaced by a
// symbolic link or a file. Files behind it are not ours.
func (p *publication) viaLink(rel string) bool {
	for ; rel != ""; rel = parent(rel) {
		if info, err := os.Lstat(p.path(rel)); err == nil && !info.IsDir() {
			return true
		}
	}
	return false
}
