package browser

import (
	"encoding/base64"
	"errors"
)

// Picture gives a PNG of the page in a window of a width, as long as the page
// is but no longer than most CSS pixels; whole is how long it is. What stands at
// the window's foot is at the picture's foot. While a dialog is open, the picture
// is of a window of the usual size, which is what a dialog is laid out in.
func (p *Page) Picture(width, most int) (png []byte, whole int, err error) {
	// Two frames, so that what a script draws after a change of size is drawn.
	const settle = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
	  done([document.documentElement.scrollHeight, Number(!!document.querySelector("dialog[open]"))]))))`
	window := 900
	if width < 768 {
		window = 740
	}
	var size [2]int
	if err := errors.Join(p.Viewport(width, window), p.TryEval(settle, &size)); err != nil {
		return nil, 0, err
	}
	if size[1] == 0 && size[0] > window {
		if err := errors.Join(p.Viewport(width, min(size[0], most)), p.TryEval(settle, nil)); err != nil {
			return nil, 0, err
		}
	}
	png, err = p.tab.picture(false)
	return png, size[0], err
}

// Window gives a PNG of what the window shows.
func (p *Page) Window() ([]byte, error) { return p.tab.picture(false) }

// PDF prints the page as its own @page rules say.
func (p *Page) PDF() ([]byte, error) {
	var printed struct{ Data string }
	err := p.call("Page.printToPDF", object{"preferCSSPageSize": true, "printBackground": false}, &printed)
	if err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(printed.Data)
}

// Focused says what a screen reader says of the element that has the focus: its
// role and its name, and "" "" where the document itself has it.
func (p *Page) Focused() (role, name string, err error) {
	var res struct {
		Result struct{ ObjectID string }
	}
	if err := p.call("Runtime.evaluate", object{"expression": `document.activeElement === document.body ? undefined : document.activeElement`}, &res); err != nil {
		return "", "", err
	}
	if res.Result.ObjectID == "" {
		return "", "", nil
	}
	var tree struct {
		Nodes []struct {
			Role, Name struct{ Value string }
		}
	}
	err = p.call("Accessibility.getPartialAXTree", object{"objectId": res.Result.ObjectID, "fetchRelatives": false}, &tree)
	if err != nil || len(tree.Nodes) == 0 {
		return "", "", err
	}
	return tree.Nodes[0].Role.Value, tree.Nodes[0].Name.Value, nil
}

// Press presses one key by its DOM name, with modifiers: "Tab", "Control+k".
func (p *Page) Press(name string) error { return p.press(name) }
