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
	// lessons begins the keys of what is kept of lessons.
	lessons string
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
	whose := fmt.Sprintf("%s\n%s\n%q", maker(), p.dir, p.config)
	return recall{c, fmt.Sprintf("%s %q %q %v %v", whose, v.date, v.baseURL, v.drafts, v.future), whose + "\nlessons"}
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
		b.Remember(func(batch int) ([]byte, bool) { return c.cache.Get(c.batch(batch)) })
	}
	return b.Build(ctx)
}

// keep remembers r for the next run. Lock is the record of published ids on the
// disk.
func (c recall) keep(b *pipeline.Builder, r *pipeline.Result, lock []byte) {
	if c.cache == nil {
		return
	}
	raw := b.Record(r, lock)
	if raw == nil || c.cache.Put(c.key, raw) != nil {
		return
	}
	b.Outlines(func(batch int, data []byte) { _ = c.cache.Put(c.batch(batch), data) }) // what is lost is parsed
	_ = c.cache.Trim()                                                                 // the next run tries again
}

func (c recall) batch(n int) string { return fmt.Sprintf("%s %d", c.lessons, n) }
