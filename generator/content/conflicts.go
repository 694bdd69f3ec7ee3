package content

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"

	"playbook/generator/widget"
)

// conflictRE matches the marks of a conflict that git leaves in a text.
var conflictRE = regexp.MustCompile(`(?m)^(?:<{7}|>{7}|\|{7})(?: .*)?$`)

// conflicts reports marks of a merge conflict; code blocks may show them.
func (d *document) conflicts() {
	if !bytes.Contains(d.src, []byte("<<<<<<<")) && !bytes.Contains(d.src, []byte(">>>>>>>")) {
		return // faster: the expression would read every byte of every lesson
	}
	marks := conflictRE.FindAllIndex(d.src, 21)
	if len(marks) < 2 {
		return
	}
	type lines struct{ from, to int }
	var code []lines
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if k := n.Kind(); entering && n.Type() == ast.TypeBlock && (k == ast.KindFencedCodeBlock || k == ast.KindCodeBlock) && n.Lines().Len() > 0 {
			code = append(code, lines{n.Lines().At(0).Start, n.Lines().At(n.Lines().Len() - 1).Stop})
		}
		return ast.WalkContinue, nil
	})
	for _, m := range marks {
		shown := false
		for _, c := range code {
			shown = shown || m[0] >= c.from && m[1] <= c.to
		}
		if !shown {
			d.errorf(widget.Span{Start: m[0], End: m[1]}, codeConflict, "this line is left from an unfinished merge").
				hint("keep one of the two versions, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>")
		}
	}
}
