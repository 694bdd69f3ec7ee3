package importer

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// table writes a table with bars; its cells become one line each. The first row is the
// head.
func (c *htmlConverter) table(n *html.Node) string {
	var rows [][]string
	caption := ""
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for k := n.FirstChild; k != nil; k = k.NextSibling {
			switch {
			case k.Type != html.ElementNode:
			case k.Data == "tr":
				rows = append(rows, c.row(k))
			case k.Data == "caption":
				caption = c.flat(k)
			default:
				walk(k)
			}
		}
	}
	walk(n)
	if len(rows) == 0 {
		return tidy(c.children(n))
	}
	columns := 0
	for _, r := range rows {
		columns = max(columns, len(r))
	}
	var b strings.Builder
	if caption != "" {
		b.WriteString("**" + caption + "**\n\n")
	}
	for i, r := range rows {
		b.WriteString("|")
		for k := range columns {
			cell := ""
			if k < len(r) {
				cell = r[k]
			}
			b.WriteString(" " + cell + " |")
		}
		b.WriteString("\n")
		if i == 0 {
			b.WriteString(strings.Repeat("|---", columns) + "|\n")
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

func (c *htmlConverter) row(n *html.Node) []string {
	var cells []string
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		if k.Type != html.ElementNode || k.Data != "td" && k.Data != "th" {
			continue
		}
		s := strings.ReplaceAll(cellText(tidy(c.children(k))), "|", `\|`)
		cells = append(cells, s)
		var span int
		if _, err := fmt.Sscan(get(k, "colspan"), &span); err == nil {
			for range min(span, 50) - 1 {
				cells = append(cells, "")
			}
		}
	}
	return cells
}

var headingSigns = regexp.MustCompile(`(?m)^#{1,6} (.*)$`)

// cellText makes one line of the blocks in a cell.
func cellText(s string) string {
	s = headingSigns.ReplaceAllString(s, "**$1**")
	var parts []string
	for _, block := range strings.Split(s, "\n\n") {
		lines := strings.Split(block, "\n")
		item := false
		for i, l := range lines {
			lines[i] = strings.TrimSpace(l)
			item = item || strings.HasPrefix(lines[i], "- ")
		}
		sep := " "
		if item || strings.HasPrefix(block, "|") || strings.HasPrefix(block, "```") {
			sep = "<br>"
		}
		if t := strings.Trim(strings.Join(lines, sep), " "); t != "" {
			parts = append(parts, strings.TrimSuffix(t, "<br>"))
		}
	}
	return strings.ReplaceAll(strings.Join(parts, "<br>"), "<br> <br>", "<br>")
}
