package diag

import "fmt"

// maxClip is how many characters of an author's text a message shows.
const maxClip = 40

// Clip shortens an author's text for a message.
func Clip(text string) string {
	if r := []rune(text); len(r) > maxClip {
		return string(r[:maxClip]) + "…"
	}
	return text
}

// Plural writes a number of things: "1 page", "2 pages".
func Plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
