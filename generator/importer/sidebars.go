package importer

// sidebars orders pages as a sidebar does that is written as plain data.
func (m *mdx) sidebars(f string, byID map[string]*Page) {
	text, err := m.d.Source.Text(f)
	if err != nil {
		return
	}
	data := literalOf(text)
	if data == nil {
		return
	}
	t := navTree{d: m.d, file: f, placed: map[*Page]bool{}, dirs: map[string]bool{}}
	for _, name := range sortedKeys(data) {
		t.place(sidebarItems(data[name], byID), "")
	}
}

// sidebarItems reads the entries of a sidebar.
func sidebarItems(v any, byID map[string]*Page) []navItem {
	var out []navItem
	switch v := v.(type) {
	case map[string]any: // a short form: label to entries
		for _, label := range sortedKeys(v) {
			out = append(out, navItem{title: label, items: append([]navItem{}, sidebarItems(v[label], byID)...)})
		}
	case []any:
		for _, e := range v {
			switch e := e.(type) {
			case string:
				out = append(out, navItem{page: byID[e], to: e})
			case map[string]any:
				out = append(out, sidebarItem(e, byID)...)
			}
		}
	}
	return out
}

func sidebarItem(e map[string]any, byID map[string]*Page) []navItem {
	switch textAt(e, "type") {
	case "doc", "ref":
		return []navItem{{title: textAt(e, "label"), page: byID[textAt(e, "id")], to: textAt(e, "id")}}
	case "link":
		return []navItem{{title: textAt(e, "label"), to: textAt(e, "href")}}
	case "category":
		it := navItem{title: textAt(e, "label"), items: append([]navItem{}, sidebarItems(e["items"], byID)...)}
		if l, ok := e["link"].(map[string]any); ok {
			it.page, it.to = byID[textAt(l, "id")], textAt(l, "id")
		}
		return []navItem{it}
	case "":
		return sidebarItems(e, byID)
	}
	return nil
}
