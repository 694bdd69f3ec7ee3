package mix

import (
	"os"
	"slices"
	"testing"
)

// A file is a table as a CRM or a spreadsheet saves it, and what the import makes of
// its bytes on a page in a language.
type file struct {
	File     string              `json:"file"`
	Lang     string              `json:"lang"`
	Encoding string              `json:"encoding"` // "" for utf-8
	Style    string              `json:"style"`    // of the numbers, "" for the page's
	Accounts map[string]*float64 `json:"accounts"` // revenue by name, with rows of one name added up
	Aside    []string            `json:"aside"`    // why lines are left out, in their order
	Doubles  []string            `json:"doubles"`
	Guessed  bool                `json:"guessed"`  // the columns are to be confirmed
	Doubtful bool                `json:"doubtful"` // the numbers are to be confirmed
	Left     int                 `json:"left"`     // rows without a name, until a column is chosen
}

const readFile = `(bytes, lang, options, page) => {
	const { text, encoding } = decode(new Uint8Array(bytes), page);
	const rows = parse(text), styles = [lang, "en", "nl", "pl", "de-CH"];
	const style = styleOf(rows, options, styles);
	const sheet = readSheet(rows, { ...options, locale: style });
	return { wrong: wrongFile(text), encoding, style: style === lang ? "" : style, aside: sheet.aside.map((a) => a.why), doubles: sheet.doubles, guessed: sheet.guessed, doubtful: sheet.doubtful,
		left: sheet.rows.filter((r) => !r.input.name).length,
		accounts: Object.fromEntries(addUp(sheet.rows).filter((r) => r.input.name).map(({ input }) => [input.name, input.revenue ?? null])) };
}`

// TestFiles reads every file of testdata/files: every account is in, nothing is
// invented, or a question is asked.
func TestFiles(t *testing.T) {
	var files []file
	readJSON(t, "testdata/files/want.json", &files)
	page := openModules(t, "../../client/lib/sheet.js", "../../client/lib/encoding.js", "accounts.js")
	for _, f := range files {
		t.Run(f.File, func(t *testing.T) {
			raw, err := os.ReadFile("testdata/files/" + f.File)
			if err != nil {
				t.Fatal(err)
			}
			bytes := make([]int, len(raw))
			for i, b := range raw {
				bytes[i] = int(b)
			}
			var got struct {
				file
				Wrong string `json:"wrong"`
			}
			page.Call(readFile, &got, bytes, f.Lang, optionsIn(t, f.Lang), shipped()[f.Lang].More.CodePage)
			if f.Encoding == "" {
				f.Encoding = "utf-8"
			}
			if got.Wrong != "" || got.Encoding != f.Encoding || got.Style != f.Style {
				t.Errorf("read as %q, %q, %q; expected %q, %q", got.Wrong, got.Encoding, got.Style, f.Encoding, f.Style)
			}
			if got.Guessed != f.Guessed || got.Doubtful != f.Doubtful || got.Left != f.Left {
				t.Errorf("guessed %v, doubtful %v, left %d; expected %v, %v, %d", got.Guessed, got.Doubtful, got.Left, f.Guessed, f.Doubtful, f.Left)
			}
			if !slices.Equal(got.Aside, f.Aside) || !slices.Equal(got.Doubles, f.Doubles) {
				t.Errorf("left out %v, doubles %v; expected %v, %v", got.Aside, got.Doubles, f.Aside, f.Doubles)
			}
			if len(got.Accounts) != len(f.Accounts) {
				t.Errorf("accounts %v", got.Accounts)
			}
			for name, want := range f.Accounts {
				revenue, there := got.Accounts[name]
				if !there || (revenue == nil) != (want == nil) || want != nil && *revenue != *want {
					t.Errorf("%q: %v, expected %v", name, got.Accounts, want)
				}
			}
		})
	}
}
