package browser

import "encoding/json"

// An engine is a browser program as pages and scripts need it. Whatever it is asked
// for may be more than it has; it then gives a [lack].
type engine interface {
	// newProfile makes a person: storage, cookies and downloads of their own.
	newProfile() (profile, error)
}

// A profile is what the tabs of one reader share.
type profile interface {
	// newTab opens an empty tab. It tells said of every line that the page writes to
	// the console, and of whatever else a reader of the console would be told.
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
	// before has a script run in every document from the next load on, before the
	// document's own scripts.
	before(script string) error
	front() error
	close()

	// click comes down with the mouse at a point of the window, and goes up again.
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
