package dev

import (
	"regexp"
	"strings"
)

// sedTemp is what sed -i names its new file.
var sedTemp = regexp.MustCompile(`^sed[A-Za-z0-9]{6}$`)

// litter reports whether a name is one that editors and systems leave beside the
// files they work on: backups, locks, swap files, what is renamed into place a
// moment later. The file itself is touched too, so nothing is missed.
//
//	.x.swp .#x .goutputstream-… .DS_Store   anything with a dot before it
//	x~  4913                                vim
//	#x#                                     Emacs
//	x___jb_tmp___  x___jb_old___            JetBrains
//	x.tmp.123                               writers by way of a temporary file
func litter(name string) bool {
	switch {
	case name == "" || name[0] == '.':
		return true
	case strings.HasSuffix(name, "~"), name == "4913":
		return true
	case name[0] == '#' && strings.HasSuffix(name, "#"):
		return true
	case strings.HasSuffix(name, "___jb_tmp___"), strings.HasSuffix(name, "___jb_old___"):
		return true
	case strings.HasSuffix(name, ".tmp"), strings.Contains(name, ".tmp."), strings.HasSuffix(name, ".swp"):
		return true
	case name == "Thumbs.db", name == "desktop.ini":
		return true
	}
	return sedTemp.MatchString(name)
}
