package dev

import (
	"regexp"
	"strings"
)

// sedTemp is what sed -i names its new file.
var sedTemp = regexp.MustCompile(`^sed[A-Za-z0-9]{6}$`)

// litter reports whether an editor or system leaves files of this name beside the
// files it writes: backups, locks, swap files, temporary files that are renamed. The
// file itself changes too, so no edit is missed.
//
//	.x.swp .#x .goutputstream-… .DS_Store   anything that begins with a dot
//	x~  4913                                vim
//	#x#                                     Emacs
//	x___jb_tmp___  x___jb_old___            JetBrains
//	x.tmp.123                               programs that write a temporary file first
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
