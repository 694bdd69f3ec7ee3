package pipeline

import (
	"slices"
	"strings"

	"playbook/generator/diag"
)

// follows lists the findings about lessons that depend on a table or key of the
// settings. If that could not be read, these findings may be wrong. Codes are given by
// their first characters.
var follows = map[string][]string{
	"roles":        {"PB1504"},
	"stages":       {"PB1504"},
	"kinds":        {"PB1003", "PB1006", "PB1015", "PB1505"},
	"params":       {"PB1307"},
	"blocks":       {"PB1305", "PB1350", "PB160", "PB183"},
	"languages":    {"PB1113", "PB1201", "PB1510", "PB1807", "PB1523", "PB1526", "PB1527"},
	"language":     {"PB1113", "PB1201", "PB1510", "PB1807", "PB1523", "PB1526", "PB1527"},
	"build":        {"PB1202", "PB1203", "PB1206", "PB1312"},
	"front_matter": {"PB1003"},
	"content":      {"PB1114", "PB14", "PB15", "PB1003", "PB1009"},
	"links":        {"PB1410", "PB1411", "PB1418"},
	"addresses":    {"PB1503", "PB1502", "PB1410", "PB1512", "PB1509"},
}

// doubtful are the tables that may be lost if a statement cannot be read.
var doubtful = []string{"roles", "stages", "kinds", "params", "languages", "language", "build", "front_matter"}

// unknowable removes findings outside the settings file that depend on settings that
// could not be read.
func unknowable(ds diag.List, settings string, lost []string) diag.List {
	if len(lost) == 0 {
		return ds
	}
	var codes []string
	for table, list := range follows {
		if slices.Contains(lost, table) || slices.Contains(lost, "*") && slices.Contains(doubtful, table) {
			codes = append(codes, list...)
		}
	}
	return slices.DeleteFunc(ds, func(d diag.Diagnostic) bool {
		return d.Path != settings &&
			slices.ContainsFunc(codes, func(c string) bool { return strings.HasPrefix(string(d.Code), c) })
	})
}

// excuse turns the errors that the settings list into warnings, and returns their
// number.
func excuse(ds diag.List, warn []string) (n int) {
	for i := range ds {
		if ds[i].Severity == diag.Error && slices.Contains(warn, string(ds[i].Code)) {
			ds[i].Severity = diag.Warning
			n++
		}
	}
	return n
}
