package pipeline

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"playbook/generator/content"
	"playbook/generator/diag"
)

// A Change is the result of repairs to one file.
type Change struct {
	// Path is the path of the file, To its new path; they are equal if the file keeps
	// its name.
	Path, To string
	Before   []byte
	Edits    []diag.Edit
}

// After returns the file's bytes with the repairs.
func (c *Change) After() []byte { return diag.Apply(c.Before, c.Edits) }

// Repair returns the changes that the repairs of a build's findings make, in the order
// of the paths. Only findings with one of the codes are repaired, or all findings if
// there are no codes.
func (b *Builder) Repair(r *Result, codes []diag.Code) ([]Change, diag.Repairs, error) {
	picked := r.Diags
	if len(codes) > 0 {
		picked = slices.DeleteFunc(slices.Clone(picked), func(d diag.Diagnostic) bool { return !slices.Contains(codes, d.Code) })
	}
	repairs := picked.Repair()
	touched := maps.Clone(repairs.Moves)
	for p := range repairs.Edits {
		if touched[p] == "" {
			touched[p] = p
		}
	}
	var changes []Change
	for _, p := range slices.Sorted(maps.Keys(touched)) {
		raw, err := fs.ReadFile(b.Source, p)
		if err != nil {
			return nil, repairs, fmt.Errorf("read %q again: %w", p, err)
		}
		if s, ok := b.known(p); ok && s.sum != content.Hash(raw) {
			return nil, repairs, fmt.Errorf("%q has just changed: run it again", p)
		}
		changes = append(changes, Change{Path: p, To: touched[p], Before: raw, Edits: repairs.Edits[p]})
	}
	return changes, repairs, nil
}
