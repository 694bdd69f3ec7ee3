package theme

import "playbook/generator/site"

// FeedURL is the address of a language's RSS file.
func FeedURL(l *site.Lang) string { return l.Prefix + "feed.xml" }
