package browser

import "encoding/json"

// An engine is a browser program for pages and scripts. A method returns a [lack] if
// the engine does not have the feature.
type engine interface {
	// newProfile makes a profile with its own storage, cookies and downloads.
	newProfile() (profile, error)
}

// A profile is the state that the tabs of one reader share.
type profile interface {
	// newTab opens an empty tab. It calls said for every line that the page writes to
	// the console, and for everything else that the console would show.
	newTab(said func(line string)) (tab, error)
	downloads() string // the folder
	close()
}

// A tab is one page of a browser.
type tab interface {
	// open goes to an address and waits for its load event, as reload does.
	open(url string) error
	reload() error
	// eval runs an expression, awaits it, and gives its value as JSON.
	eval(expr string) (json.RawMessage, error)
	// before runs a script in every document from the next load on, before the
	// document's own scripts.
	before(script string) error
	front() error
	close()

	// click presses and releases the mouse at a point of the window.
	click(x, y float64) error
	// insert puts text where the focus is, as a paste does.
	insert(text string) error
	// typeText presses a key for each character.
	typeText(text string) error
	// press presses one key by its DOM name while modifiers are held.
	press(key string, modifiers []string) error
	// upload gives the file input that a selector names the files a reader would choose.
	upload(sel string, files []string) error

	viewport(w, h int) error
	// emulate shows a CSS medium ("" is the browser's own) with media features by
	// name, all at once and in no others.
	emulate(medium string, features map[string]string) error
	zone(name string) error
	noScript() error
	// picture is a PNG of the window, or of the whole page.
	picture(whole bool) ([]byte, error)
}

// A lack is what an engine does not have.
type lack string

func (l lack) Error() string { return string(l) }

// violationListener makes every policy violation a console line; report-only
// ones and those inside frames included.
const violationListener = `addEventListener("securitypolicyviolation", (e) =>
  console.error("CSP violation: " + e.violatedDirective + " blocked " + (e.blockedURI || "?") +
    " at " + e.sourceFile + ":" + e.lineNumber + " " + e.sample), true);`
