package widget

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"playbook/generator/diag"
)

// A Reader helps the kinds to read a block: it collects findings and assigns the ids of
// items.
type Reader struct {
	Block Block
	Diags diag.List
	// What names the block in messages, as "scorecard".
	What  string
	ids   map[string]bool
	taken map[string]int // number of items with the same derived id
}

// NewReader returns a reader and checks the block's own attributes.
func NewReader(b Block, takes Takes) *Reader {
	return &Reader{Block: b, What: takes.What, ids: map[string]bool{}, taken: map[string]int{}, Diags: CheckAttrs(b.File, takes, b.Attrs)}
}

// Check reports attributes that a thing inside the block does not take.
func (r *Reader) Check(takes Takes, a Attrs) {
	r.Diags = append(r.Diags, CheckAttrs(r.Block.File, takes, a)...)
}

// Report adds an error that marks at, with a hint how to fix it.
func (r *Reader) Report(at Span, code diag.Code, message, hint string) {
	r.Diags.Add(r.Block.Errorf(at, code, "%s", message).WithHint("%s", hint))
}

// Title returns the author's title, or the nearest heading.
func (r *Reader) Title() string {
	if t, ok := r.Block.Attrs.Get("title"); ok {
		return t
	}
	return r.Block.Heading
}

// Value returns a key's value if read accepts it. Otherwise it reports the value with
// the hint and returns "".
func (r *Reader) Value(a Attrs, key string, code diag.Code, hint string, read func(string) bool) string {
	t, ok := a.Find(key)
	if !ok || t.Flag {
		return ""
	}
	if !read(t.Value) {
		r.Report(t.ValueSpan, code, fmt.Sprintf("cannot read %s=%q", key, diag.Clip(t.Value)), hint)
		return ""
	}
	return t.Value
}

// OneOf returns a key's value if it is allowed, or the first allowed value if there is
// no key.
func (r *Reader) OneOf(a Attrs, key string, code diag.Code, allowed ...string) string {
	t, ok := a.Find(key)
	if !ok || t.Flag {
		return allowed[0]
	}
	for _, v := range allowed {
		if v == t.Value {
			return v
		}
	}
	r.Diags.Add(r.Block.Errorf(t.ValueSpan, code, "cannot read %s=%q", key, diag.Clip(t.Value)).Meant(t.Value, allowed))
	return allowed[0]
}

// Share returns a share such as 80% as 0.8, or missing if there is no key.
func (r *Reader) Share(a Attrs, key string, code diag.Code, missing float64) float64 {
	share := missing
	r.Value(a, key, code, "write a share such as "+key+"=80%", func(v string) bool {
		n, ok := decimal(strings.TrimSuffix(v, "%"))
		if !ok || !strings.HasSuffix(v, "%") || n == 0 || n > 100 {
			return false
		}
		share = n / 100
		return true
	})
	return share
}

var decimalForm = regexp.MustCompile(`^\d{1,9}(\.\d{1,9})?$`)

// decimal reads a number of digits, with at most one full stop and no sign or exponent.
func decimal(s string) (float64, bool) {
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil && decimalForm.MatchString(s)
}

// Whole returns a whole number from low to high, or missing if there is no key.
func (r *Reader) Whole(a Attrs, key string, code diag.Code, low, high, missing int) int {
	n := missing
	r.Value(a, key, code, fmt.Sprintf("write a whole number from %d to %d", low, high), func(v string) bool {
		i, err := strconv.Atoi(v)
		if err != nil || i < low || i > high {
			return false
		}
		n = i
		return true
	})
	return n
}

// Weight returns the weight w of an item, 0..100, and 1 without one.
func (r *Reader) Weight(a Attrs, code diag.Code) float64 {
	w := 1.0
	r.Value(a, "w", code, "a weight is a number from 0 to 100, with a full stop before decimals", func(v string) bool {
		n, ok := decimal(v)
		if !ok || n > 100 {
			return false
		}
		w = n
		return true
	})
	return w
}
