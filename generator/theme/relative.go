package theme

import "strings"

// Relative returns the address of to as written on the page from; both are
// relative to the site's root and name a file. The result works from any
// folder of any server and from file://:
//
//	Relative("a/x.html", "a/y.html")     = "y.html"
//	Relative("a/x.html", "assets/s.css") = "../assets/s.css"
//	Relative("a/x.html", "a/x.html")     = "x.html"
func Relative(from, to string) string {
	common := 0
	for i := 0; i < len(from) && i < len(to) && from[i] == to[i]; i++ {
		if from[i] == '/' {
			common = i + 1
		}
	}
	up := strings.Count(from[common:], "/")
	rest := to[common:]
	if up == 0 {
		// A browser would take "a:" in "a:b.html" for a scheme.
		if i := strings.IndexAny(rest, ":/"); rest == "" || i >= 0 && rest[i] == ':' {
			return "./" + rest
		}
		return rest
	}
	if up == 1 {
		return "../" + rest
	}
	return strings.Repeat("../", up) + rest
}

// root returns the relative address of the site's root: "" beside index.html, else
// "../" as often as needed.
func root(from string) string { return strings.Repeat("../", strings.Count(from, "/")) }
