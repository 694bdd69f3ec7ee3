package browser

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// axNode is a node of Chromium's accessibility tree, from which it serves screen readers.
type axNode struct {
	NodeID           string
	Ignored          bool
	Role, Name       axValue
	Description      axValue
	Value            axValue
	Properties       []axProperty
	ChildIDs         []string
	BackendDOMNodeID int
}

type axProperty struct {
	Name  string
	Value axValue
}

type axValue struct{ Value json.RawMessage }

func (v axValue) String() string {
	var text string
	if json.Unmarshal(v.Value, &text) != nil {
		text = string(v.Value)
	}
	return strings.Join(strings.Fields(text), " ")
}

// Spoken is what a screen reader is given to say of the elements that sel names and of all in
// them: a line for each thing, with its role, its name, its value, its states and its
// description; indented as things stand in one another.
func (p *Page) Spoken(sel string) ([]string, error) {
	var tree struct{ Nodes []axNode }
	if err := p.call("Accessibility.getFullAXTree", nil, &tree); err != nil {
		return nil, err
	}
	nodes, byDOM := map[string]*axNode{}, map[int]*axNode{}
	for i := range tree.Nodes {
		n := &tree.Nodes[i]
		nodes[n.NodeID], byDOM[n.BackendDOMNodeID] = n, n
	}
	var lines []string
	for i := 0; ; i++ {
		var found struct{ Result struct{ ObjectID string } }
		if err := p.call("Runtime.evaluate", object{"expression": fmt.Sprintf("document.querySelectorAll(%s)[%d]", quoteJS(sel), i)}, &found); err != nil {
			return nil, err
		}
		if found.Result.ObjectID == "" {
			break
		}
		var of struct{ Node struct{ BackendNodeID int } }
		if err := p.call("DOM.describeNode", object{"objectId": found.Result.ObjectID}, &of); err != nil {
			return nil, err
		}
		if n := byDOM[of.Node.BackendNodeID]; n != nil {
			speak(nodes, n, 0, &lines)
		}
	}
	if len(lines) == 0 {
		return nil, fmt.Errorf("nothing is said of %q", sel)
	}
	return lines, nil
}

// silent are roles that are passed over for what is in them. A form without a name is one:
// some versions of Chromium give it that role, others none.
var silent = []string{"generic", "form", "none", "InlineTextBox", "ListMarker", "LayoutTable", "LayoutTableRow", "LayoutTableCell", "paragraph", "LabelText", "LineBreak"}

// whole are controls whose parts are the browser's own, and differ from version to version.
var whole = []string{"Date", "DateTime", "InputTime"}

// speak adds the lines of a node, depth levels in.
func speak(nodes map[string]*axNode, n *axNode, depth int, lines *[]string) {
	role, name := n.Role.String(), n.Name.String()
	passed := n.Ignored || slices.Contains(silent, role) && (name == "" || role == "InlineTextBox" || role == "ListMarker") && n.states() == ""
	if !passed && (role != "StaticText" || name != "") {
		*lines = append(*lines, strings.Repeat("  ", depth)+n.line(role, name))
		depth++
	}
	if role == "StaticText" || role == "svg" && name != "" || slices.Contains(whole, role) {
		return
	}
	children := n.ChildIDs
	// What is named by its own text alone is said once.
	if only := onlyText(nodes, n); !passed && only != "" && only == name {
		return
	}
	for _, id := range children {
		if c := nodes[id]; c != nil {
			speak(nodes, c, depth, lines)
		}
	}
}

// onlyText is the text of a node that holds nothing else.
func onlyText(nodes map[string]*axNode, n *axNode) string {
	var words []string
	for _, id := range n.ChildIDs {
		c := nodes[id]
		if c == nil {
			continue
		}
		if c.Role.String() == "StaticText" {
			words = append(words, c.Name.String())
			continue
		}
		if !c.Ignored && !slices.Contains(silent, c.Role.String()) {
			return ""
		}
		if text := onlyText(nodes, c); text != "" {
			words = append(words, text)
		}
	}
	return strings.Join(words, " ")
}

func (n *axNode) line(role, name string) string {
	if role == "StaticText" {
		return name
	}
	line := role
	if name != "" {
		line += fmt.Sprintf(" %q", name)
	}
	if value := n.value(); value != "" && value != name {
		line += fmt.Sprintf(" value %q", value)
	}
	line += n.states()
	if d := n.Description.String(); d != "" {
		line += fmt.Sprintf(", described as %q", d)
	}
	return line
}

func (n *axNode) value() string { return shortest(n.Value.String()) }

// shortest writes a number with no more digits than a float32 has, in which Chromium keeps
// the values of sliders; a text stays as it is.
func shortest(value string) string {
	if f, err := strconv.ParseFloat(value, 32); err == nil {
		return strconv.FormatFloat(f, 'f', -1, 32)
	}
	return value
}

// states are those that differ from what is usual.
func (n *axNode) states() string {
	var said strings.Builder
	for _, p := range n.Properties {
		value := p.Value.String()
		switch p.Name {
		case "checked", "pressed", "expanded", "selected", "hasPopup", "level", "valuemin", "valuemax", "valuetext", "orientation", "autocomplete", "live", "modal":
			if value == "" || p.Name == "autocomplete" && value == "none" {
				continue
			}
			// Not every version of Chromium repeats a value as its text.
			if p.Name == "valuetext" && shortest(value) == n.value() {
				continue
			}
		case "disabled", "required", "readonly", "multiselectable", "multiline", "busy":
			if value != "true" {
				continue
			}
			value = ""
		case "invalid":
			if value == "false" {
				continue
			}
		default:
			continue
		}
		said.WriteString(" " + strings.TrimSpace(p.Name+" "+value))
	}
	return said.String()
}

// Listening keeps, from the next load on, what live regions say in window.heard: text that
// is new in them, politely or at once.
const Listening = `window.heard = [];
addEventListener("DOMContentLoaded", () => {
  const live = (el) => el?.closest?.("[aria-live], [role=status], [role=alert], [role=log], output");
  const manner = (el) => el.getAttribute("aria-live") ?? (el.getAttribute("role") === "alert" ? "assertive" : "polite");
  new MutationObserver((records) => {
    const told = new Set();
    for (const r of records) {
      const region = live(r.target.nodeType === 1 ? r.target : r.target.parentElement);
      if (!region || manner(region) === "off" || told.has(region) || !region.isConnected) continue;
      told.add(region);
      const text = region.textContent.trim().replace(/\s+/g, " ");
      const line = manner(region) + ": " + text;
      if (text && window.heard.at(-1) !== line) window.heard.push(line);
    }
  }).observe(document.body, {subtree: true, childList: true, characterData: true});
});`
