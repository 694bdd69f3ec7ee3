package content

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// The one converter: goldmark is safe for concurrent use, what differs from
// file to file travels in the parser's context, a [meter], and in the nodes.
var markdown = goldmark.New(
	goldmark.WithParser(meteredParser()),
	// Raw HTML is refused in the tree, see links.go; what is left of it was
	// allowed by unsafe_html.
	goldmark.WithRendererOptions(
		html.WithUnsafe(),
		renderer.WithNodeRenderers(
			util.Prioritized(nodeRenderer{}, 10),
			util.Prioritized(extension.NewTableHTMLRenderer(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)), 500),
			util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
			util.Prioritized(extension.NewDefinitionListHTMLRenderer(), 500),
			util.Prioritized(extension.NewFootnoteHTMLRenderer(
				extension.WithFootnoteLinkClass("fn"),
				extension.WithFootnoteBacklinkClass("fn-back"),
				extension.WithFootnoteIDPrefix(idPlace),
			), 500),
		),
	),
)
