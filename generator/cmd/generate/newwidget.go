package main

import (
	"cmp"
	"fmt"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"playbook/generator/kinds"
	"playbook/generator/output"
	"playbook/generator/theme"
	"playbook/generator/widget"
)

func (a *app) newWidgetCommand() *cobra.Command {
	var state bool
	c := &cobra.Command{
		Use: "widget NAME", Short: "write a kind of block in Go, in a checkout of the generator's source",
		Long: "Widget writes all files of a new kind of block into the source of the generator, and adds the kind\n" +
			"to generator/kinds. The kind works at once: change its files step by step. Without --state the kind\n" +
			"is drawn by the generator from a list. With --state readers tick its points and write a note, and\n" +
			"the browser keeps both. The page \"A new kind of block\" of the manual is the guide. Widget overwrites\n" +
			"nothing.",
		Example: "  generate new widget steps\n  generate new widget pledge --state",
		Args:    oneArg("new widget", "its name, as 'generate new widget steps'"),
		RunE:    func(_ *cobra.Command, args []string) error { return a.newWidget(args[0], state) },
	}
	c.Flags().BoolVar(&state, "state", false, "the kind keeps what its readers do")
	return c
}

// The files that the command changes or reads, from the root of the source.
const (
	kindsList = "generator/kinds/kinds.go"
	codeTexts = "generator/diag/codes"
	wordsFile = "templates/strings/en.toml"
)

// newWidget writes the files of a kind. If one of them is there, it writes none.
func (a *app) newWidget(name string, state bool) error {
	dir, err := a.checkout()
	if err != nil {
		return err
	}
	if err := kindName(dir, name); err != nil {
		return err
	}
	form, prefix := "drawn", "PB13"
	if state {
		form, prefix = "state", "PB17"
	}
	code, err := freeCode(dir, prefix)
	if err != nil {
		return err
	}
	files, err := scaffoldFiles("scaffold/widget/" + form)
	if err != nil {
		return err
	}
	fill := fillKind(name, code)
	for i, f := range files {
		// A skeleton in Go ends in .tmpl, so that the go command leaves it alone.
		files[i] = scaffoldFile{strings.TrimSuffix(fill.Replace(f.name), ".tmpl"), fill.Replace(f.text)}
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(files[i].name))); err == nil {
			return usageError{fmt.Sprintf("%q is there already", files[i].name), "choose another name; nothing was written"}
		}
	}
	list, err := listed(dir, name)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := writeNew(filepath.Join(dir, filepath.FromSlash(f.name)), f.name, f.text); err != nil {
			return err
		}
		fmt.Fprintln(a.out, f.name)
	}
	if _, err := output.WriteFile(filepath.Join(dir, filepath.FromSlash(kindsList)), list); err != nil {
		return fmt.Errorf("write the list of kinds: %w", err)
	}
	fmt.Fprintln(a.out, kindsList)
	fmt.Fprintf(a.err, "\nnow run 'go test ./generator -run TestWidgetKindsAreComplete': it names the words to translate\n")
	return nil
}

// checkout finds the source of the generator: the playbook's folder, or the one given
// with -s.
func (a *app) checkout() (string, error) {
	dir, _, err := a.locate()
	if err != nil {
		dir = cmp.Or(a.flags.source, ".")
	}
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	_, missing := os.Stat(filepath.Join(dir, filepath.FromSlash(kindsList)))
	if err != nil || missing != nil || !strings.HasPrefix(string(mod), "module playbook\n") {
		return "", usageError{
			"'generate new widget' works in a checkout of the generator's source, and here is none",
			"a playbook's own block needs no Go: generate new block NAME",
		}
	}
	return dir, nil
}

var kindForm = regexp.MustCompile(`^[a-z][a-z0-9]{1,19}$`)

// reserved are names that would collide with others in Go, in the skeleton or among the
// style sheets.
var reserved = []string{"details", "internal", "kind", "lms", "main", "pages", "point", "site", "string", "testdata", "vendor", "widget"}

// kindName refuses a name that a kind cannot have.
func kindName(dir, name string) error {
	if !kindForm.MatchString(name) {
		return usageError{fmt.Sprintf("%q is no name for a kind of widget", name), "a name is 2 to 20 lower-case letters and digits, a letter first, as pledge"}
	}
	words, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(wordsFile)))
	if err != nil {
		return fmt.Errorf("read the words of the interface: %w", err)
	}
	_, kind := kinds.ByName()[name]
	script := slices.ContainsFunc(theme.Scripts(nil), func(s theme.Script) bool { return s.Name == name })
	table := strings.Contains(string(words), "\n["+name+"]\n") || strings.Contains(string(words), "\n[client_"+name+"]\n")
	if kind || script || table || token.IsKeyword(name) || slices.Contains(reserved, name) {
		return usageError{fmt.Sprintf("the name %q is taken", name), "choose another name: kinds, scripts, tables of words and Go have theirs already"}
	}
	return nil
}

// freeCode is the lowest code that begins with prefix and has no text yet, after the
// first thirty, which are those of containers.
func freeCode(dir, prefix string) (string, error) {
	for n := 30; n < 100; n++ {
		code := fmt.Sprintf("%s%02d", prefix, n)
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(codeTexts), code+".md")); err != nil {
			return code, nil
		}
	}
	return "", usageError{"no code of " + prefix + " is free", "begin the codes of another hundred, with a page in generator/manual/content/codes"}
}

// fillKind fills a skeleton's file. @CARETS@ is as long as the name, to mark it in a golden.
func fillKind(name, code string) *strings.Replacer {
	capital := func(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
	article, _, _ := strings.Cut(widget.Article(name), " ")
	return strings.NewReplacer("@NAME@", name, "@TYPE@", capital(name), "@TITLE@", capital(name), "@CODE@", code, "@LOWCODE@", strings.ToLower(code),
		"@ARTICLE@", article, "@UARTICLE@", capital(article), "@CARETS@", strings.Repeat("^", len(name)))
}

// listed is the list of kinds with one more.
func listed(dir, name string) ([]byte, error) {
	raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(kindsList)))
	if err != nil {
		return nil, fmt.Errorf("read the list of kinds: %w", err)
	}
	lines := strings.Split(string(raw), "\n")
	line := "\t\"playbook/generator/widget/" + name + `"`
	at := slices.IndexFunc(lines, func(l string) bool {
		return l == ")" || strings.HasPrefix(l, "\t\"playbook/generator/widget/") && l > line
	})
	open := slices.Index(lines, "\treturn []widget.Kind{")
	if at < 0 || open < at {
		return nil, fmt.Errorf("%s has no imports and no list of kinds", kindsList)
	}
	end := open + slices.Index(lines[open:], "\t}")
	lines = slices.Insert(lines, end, "\t\t"+name+".Kind,")
	return []byte(strings.Join(slices.Insert(lines, at, line), "\n")), nil
}
