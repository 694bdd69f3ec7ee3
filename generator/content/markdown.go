package content

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// The one converter: goldmark is safe for concurrent use, what differs from
// file to file travels in the parser's context and in the nodes.
var markdown = goldmark.New(
	goldmark.WithExtensions(
		extension.Linkify,
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
		extension.Strikethrough,
		extension.TaskList,
		extension.NewFootnote(
			extension.WithFootnoteLinkClass("fn"),
			extension.WithFootnoteBacklinkClass("fn-back"),
		),
		extension.DefinitionList,
	),
	goldmark.WithParserOptions(
		parser.WithBlockParsers(util.Prioritized(containerParser{}, 150)),
		parser.WithInlineParsers(
			util.Prioritized(braceParser{}, 90),
			util.Prioritized(wikiParser{}, 95),
		),
	),
	// Raw HTML is refused in the tree, see links.go; what is left of it was
	// allowed by unsafe_html.
	goldmark.WithRendererOptions(
		html.WithUnsafe(),
		renderer.WithNodeRenderers(util.Prioritized(nodeRenderer{}, 10)),
	),
)
