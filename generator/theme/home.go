package theme

import (
	"slices"

	"playbook/generator/config"
)

// A HomePart is a part of the home page: one that [theme] home in site.toml may name, or
// the columns of those that stand side by side.
type HomePart struct {
	Name    string       // the name of the part, "" for columns
	Columns []HomeColumn // the columns side by side, nil for one part
	View    *View        // the home page
}

// A HomeColumn are parts under one another: the roles, or the first lesson and what
// holds for the whole site.
type HomeColumn struct {
	Names []string // the names of the parts under one another
	View  *View    // the home page
}

// homeParts returns the names of the parts in the team's order.
func (v *View) homeParts() []string {
	if parts := v.r.site.Config.Theme.Home; parts != nil {
		return parts
	}
	return config.HomeParts()
}

// HasHome reports whether the home page has a part.
func (v *View) HasHome(name string) bool { return slices.Contains(v.homeParts(), name) }

// SearchFirst reports whether the search is the first part, which stands in the head of the page.
func (v *View) SearchFirst() bool {
	parts := v.homeParts()
	return len(parts) > 0 && parts[0] == "search"
}

// HomeParts are the parts of the home page below its head. Roles, the first lesson and
// the facts that follow each other share two columns.
func (v *View) HomeParts() []HomePart {
	var parts []HomePart
	for i, name := range v.homeParts() {
		if i == 0 && name == "search" {
			continue
		}
		if name != "roles" && name != "start" && name != "facts" {
			parts = append(parts, HomePart{Name: name, View: v})
			continue
		}
		if len(parts) == 0 || parts[len(parts)-1].Columns == nil {
			parts = append(parts, HomePart{View: v})
		}
		p := &parts[len(parts)-1]
		at := slices.IndexFunc(p.Columns, func(c HomeColumn) bool { return (c.Names[0] == "roles") == (name == "roles") })
		if at < 0 {
			p.Columns = append(p.Columns, HomeColumn{[]string{name}, v})
		} else {
			p.Columns[at].Names = append(p.Columns[at].Names, name)
		}
	}
	return parts
}
