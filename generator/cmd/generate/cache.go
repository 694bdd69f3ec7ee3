package main

import (
	"context"
	"fmt"

	"playbook/generator/output"
	"playbook/generator/pipeline"
)

// maxCache bounds the folder in the user's cache folder, in bytes.
const maxCache = 256 << 20

// A recall remembers good builds from run to run, in the user's cache folder.
// It may be deleted at any time; without one, everything is built.
type recall struct {
	cache *output.Cache // nil if there is no such folder
	key   string
}

func (a *app) recall(p *project) recall {
	dir, err := output.CacheDir()
	if err != nil {
		return recall{}
	}
	c, err := output.OpenCache(dir, maxCache)
	if err != nil {
		return recall{}
	}
	v := a.flags
	return recall{c, fmt.Sprintf("%s\n%s\n%q %q %q %v %v", maker(), p.dir, p.config, v.date, v.baseURL, v.drafts, v.future)}
}

// build returns what the last run made, if all it read is still the same, else
// builds.
func (c recall) build(ctx context.Context, b *pipeline.Builder) (*pipeline.Result, error) {
	if c.cache != nil {
		if raw, ok := c.cache.Get(c.key); ok {
			if r, err := b.Recall(ctx, raw); r != nil || err != nil {
				return r, err
			}
		}
	}
	return b.Build(ctx)
}

// keep remembers r for the next run. Lock is the record of published ids on the
// disk.
func (c recall) keep(b *pipeline.Builder, r *pipeline.Result, lock []byte) {
	if c.cache == nil {
		return
	}
	if raw := b.Record(r, lock); raw != nil && c.cache.Put(c.key, raw) == nil {
		_ = c.cache.Trim() // the next run tries again
	}
}
