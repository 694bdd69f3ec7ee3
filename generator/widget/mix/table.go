package mix

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// maxAccounts is the maximum number of accounts.
const maxAccounts = 500

// table reads the example: a header row with names of figures, then accounts.
func (r *reader) table(p widget.Part) {
	if len(p.Rows) == 0 {
		return
	}
	keys := r.header(p.Rows[0])
	if len(p.Rows)-1 > maxAccounts {
		r.report(p.Rows[maxAccounts+1].Span, codeCell, "eight are enough for an example", "more than %d accounts", maxAccounts)
		return
	}
	seen := map[string]bool{}
	for _, row := range p.Rows[1:] {
		a := r.account(row, keys)
		if low := strings.ToLower(a.Name); seen[low] && low != "" {
			r.report(row.Span, codeCell, "every account needs a different name", "the account %q is in the table twice", a.Name)
		} else {
			seen[low] = true
		}
		r.m.Sample = append(r.m.Sample, a)
	}
}

// header finds the figure in each column, "" for a column that was reported.
func (r *reader) header(row widget.Row) []string {
	names := map[string]string{}
	var known []string
	for _, key := range slices.Sorted(mapKeys(r.m.Headers)) {
		for i, name := range append([]string{key}, r.m.Headers[key]...) {
			names[fold(name)] = key
			if i == 1 {
				known = append(known, name)
			}
		}
	}
	keys := make([]string, len(row.Cells))
	for i, cell := range row.Cells {
		key, ok := names[fold(cell.Plain)]
		switch {
		case !ok:
			r.report(cell.Span, codeHeader, diag.DidYouMean(cell.Plain, known), "no figure is called %q", cell.Plain)
		case slices.Contains(keys, key):
			r.report(cell.Span, codeHeader, "keep one of them", "two columns are %q", cell.Plain)
		default:
			keys[i] = key
		}
	}
	if !slices.Contains(keys, "name") {
		r.report(row.Span, codeHeader, "add a column \"Account\"", "no column holds the accounts' names")
	}
	return keys
}

var foldForm = regexp.MustCompile(`[^\p{L}\p{N}%]+`)

// fold normalizes headers for comparing: "Marge (%)" and "marge %" are equal.
func fold(s string) string {
	return strings.TrimSpace(foldForm.ReplaceAllString(strings.ToLower(s), " "))
}

func mapKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

var (
	numberForm    = regexp.MustCompile(`^[-+]?\d+(\.\d+)?$`)
	thousandsForm = regexp.MustCompile(`^[-+]?\d{1,3}([.,]\d{3})+$`)
)

func (r *reader) account(row widget.Row, keys []string) Account {
	a := Account{Figures: map[string]float64{}, Extra: make([]*float64, len(r.m.Columns))}
	for i, cell := range row.Cells {
		text := strings.TrimSpace(cell.Plain)
		if i >= len(keys) || keys[i] == "" {
			continue
		}
		switch key := keys[i]; key {
		case "name":
			a.Name = text
		case "strategic":
			a.Strategic = text != "" && text != "-" && text != "–"
		default:
			if text == "" || text == "-" || text == "–" {
				continue
			}
			r.figure(&a, key, cell, text)
		}
	}
	if a.Name == "" && slices.Contains(keys, "name") {
		r.report(row.Span, codeCell, "give the account a name", "a row has no name")
	}
	return a
}

// figure reads a cell. The build never guesses what a comma means.
func (r *reader) figure(a *Account, key string, cell widget.Text, text string) {
	if thousandsForm.MatchString(text) {
		r.report(cell.Span, codeCell, "write 240000 for two hundred and forty thousand, 240.5 for two hundred and forty and a half", "%q could be two numbers", text)
		return
	}
	if !numberForm.MatchString(text) {
		r.report(cell.Span, codeCell, "write plain numbers: 240000, 18.5; leave the cell empty if it is unknown", "%q is not a number", text)
		return
	}
	x, err := strconv.ParseFloat(text, 64)
	lo, hi := -1e15, 1e15
	if b, ok := limits[key]; ok {
		lo, hi = b[0], b[1]
	}
	if err != nil || x < lo || x > hi {
		r.report(cell.Span, codeCell, "", "%s goes from %s to %s, found %s", strings.ReplaceAll(key, "_", " "), plain(lo), plain(hi), text)
		return
	}
	if i, err := strconv.Atoi(key); err == nil {
		a.Extra[i] = &x
		return
	}
	a.Figures[key] = x
}

// MarshalJSON writes an account for the script: the figures beside the name.
func (a Account) MarshalJSON() ([]byte, error) {
	m := map[string]any{"name": a.Name}
	for key, x := range a.Figures {
		m[key] = x
	}
	if a.Strategic {
		m["strategic"] = true
	}
	if slices.ContainsFunc(a.Extra, func(x *float64) bool { return x != nil }) {
		m["extra"] = a.Extra
	}
	return json.Marshal(m)
}

// Figure returns an input of the example, or "" if it is unanswered.
func (a Account) Figure(key string) string {
	x, ok := a.Figures[key]
	if !ok {
		return ""
	}
	return plain(x)
}

func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
