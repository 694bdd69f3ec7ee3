package config

import (
	"encoding/json"
	"fmt"

	"playbook/generator/decode"
)

// Schema returns the JSON Schema (draft 7) of site.toml for editors, which
// find it by a first line "#:schema site.schema.json". It says what [Read]
// checks as far as JSON Schema can; Read has the last word.
func Schema() ([]byte, error) {
	s := decode.Schema(&file{}, describe)
	s["$schema"] = "http://json-schema.org/draft-07/schema#"
	s["title"] = "site.toml of a playbook"
	props := s["properties"].(map[string]any)
	set := func(key string, with map[string]any) {
		p := props[key].(map[string]any)
		for k, v := range with {
			p[k] = v
		}
	}
	set("site_id", map[string]any{"pattern": siteIDRE.String(), "maxLength": 64})
	set("base_url", map[string]any{"format": "uri", "pattern": "^https?://"})
	set("title", map[string]any{"minLength": 1, "maxLength": 200})
	set("language", map[string]any{"pattern": languageRE.String(), "default": "en"})
	set("languages", tableOf(languageRE.String(), object(map[string]any{
		"label": text("the language's name in itself"), "title": text("the site's title in this language"),
		"description": text("the site's description in this language"),
		"weight":      map[string]any{"type": "integer", "description": "its position among the languages"},
	})))
	set("roles", tableOf(idRE.String(), labelSchema()))
	set("stages", tableOf(idRE.String(), labelSchema()))
	set("tags", tableOf("", labelSchema()))
	set("kinds", tableOf(idRE.String(), kindSchema()))
	set("blocks", tableOf(blockRE.String(), blockSchema()))
	nav := labelSchema(map[string]any{"target": text("the uid of a lesson, an address on this site, or a URL")})
	nav["required"] = []string{"label", "target"}
	set("nav", map[string]any{"items": nav})
	theme := props["theme"].(map[string]any)["properties"].(map[string]any)
	theme["accent"] = map[string]any{"type": "string", "pattern": accentRE.String(), "description": `the accent color, "#rrggbb" or "oklch(…)"`}
	woff2 := map[string]any{"type": "string", "pattern": `\.[wW][oO][fF][fF]2$`}
	files := map[string]any{"anyOf": []any{woff2, map[string]any{"type": "array", "items": woff2}}}
	theme["fonts"] = map[string]any{
		"description": "WOFF2 files below the content folder for all text, or a table with a list for text and a list for interface",
		"anyOf":       append([]any{object(map[string]any{FontText: files, FontInterface: files})}, files["anyOf"].([]any)...),
	}
	theme["home"] = map[string]any{
		"type": "array", "uniqueItems": true, "items": map[string]any{"enum": HomeParts()},
		"description": "the parts of the home page, in order; other parts are left out",
	}
	build := props["build"].(map[string]any)["properties"].(map[string]any)
	for key, what := range map[string]string{"unsafe_html": "allows raw HTML", "offline": "browsers store the site, so that it can be read without a network"} {
		build[key] = map[string]any{"type": "boolean", "default": false, "description": what}
	}
	build["frame_ancestors"] = map[string]any{
		"type": "array", "items": map[string]any{"type": "string", "pattern": ancestorRE.String()},
		"description": `sites that may show this site in a frame: "self" or origins such as https://intranet.example.com; default: only this site`,
	}
	groups := map[string]any{"type": "array", "items": map[string]any{"type": "array", "minItems": 2, "items": map[string]any{"type": "string"}}}
	search := props["search"].(map[string]any)["properties"].(map[string]any)
	search["synonyms"] = map[string]any{
		"description": "groups of words with the same meaning: a list for the site's own language, or a table with one list for each language",
		"anyOf":       []any{groups, map[string]any{"type": "object", "additionalProperties": groups}},
	}
	key := map[string]any{"type": "string", "pattern": `^[\w-]{87}$`}
	props["team"].(map[string]any)["properties"].(map[string]any)["key"] = map[string]any{
		"description": "the public key of a person who may sign for others, as team.html shows it, or a list of keys",
		"anyOf":       []any{key, map[string]any{"type": "array", "items": key}},
	}
	props["privacy"].(map[string]any)["properties"].(map[string]any)["forget_after"] = map[string]any{
		"type": "string", "pattern": forgetRE.String(),
		"description": `after what time the browser asks its reader whether to erase old entries that may name somebody, as "90d", "24m" or "2y"; without it nothing is asked`,
	}
	phrases := map[string]any{"type": "array", "items": map[string]any{"type": "string"}}
	search["expand"] = map[string]any{
		"description": "what readers type to find a lesson, by the lesson's uid; one table for each language",
		"type":        "object", "additionalProperties": map[string]any{"type": "object", "additionalProperties": phrases},
	}
	lists := map[string]any{}
	for _, name := range Lists() {
		lists[name] = map[string]any{"type": "string", "pattern": siteIDRE.String(), "maxLength": 64, "description": "the address of this list, without its ending", "default": name}
	}
	set("addresses", object(lists))
	for table, list := range map[string]struct{ key, pattern, what string }{
		"findings":     {"warn", codeRE.String(), "codes of errors that count as warnings"},
		"front_matter": {"ignore", "", "front matter keys to ignore; * stands for any characters"},
		"content":      {"exclude", "", "files below the content folder to leave out, for example drafts/**, **/*.template.md"},
		"links":        {"prefix", prefixRE.String(), "the beginnings of links that lead to this site, for example /handbook/"},
	} {
		item := map[string]any{"type": "string"}
		if list.pattern != "" {
			item["pattern"] = list.pattern
		}
		props[table].(map[string]any)["properties"].(map[string]any)[list.key] = map[string]any{"type": "array", "items": item, "description": list.what}
	}
	for at, what := range map[[2]string]string{
		{"build", "content"}: "the folder of the lessons",
		{"build", "output"}:  "the folder of the finished site",
		{"edit", "url"}:      "the address for editing a lesson, with {path} for its file; lessons get a link to it",
		{"theme", "logo"}:    "a picture for the bar at the top",
		{"theme", "favicon"}: "a picture for the browser's tab",
	} {
		p := props[at[0]].(map[string]any)["properties"].(map[string]any)[at[1]].(map[string]any)
		p["description"] = what
	}
	build["content"].(map[string]any)["default"] = "content"
	build["output"].(map[string]any)["default"] = "public"
	redirect := props["redirect"].(map[string]any)["items"].(map[string]any)["properties"].(map[string]any)
	redirect["from"].(map[string]any)["description"] = "an address that the site had"
	redirect["to"].(map[string]any)["description"] = "the uid of a lesson, or an address"
	props["links"].(map[string]any)["properties"].(map[string]any)["repository"] = text("the web address of a file of the repository, with {path} for its path; links to files that are not published lead there")
	return marshal(s)
}

func marshal(s map[string]any) ([]byte, error) {
	out, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the schema: %w", err)
	}
	return append(out, '\n'), nil
}

func text(description string) map[string]any {
	return map[string]any{"type": "string", "description": description}
}

func object(props map[string]any) map[string]any {
	return map[string]any{"type": "object", "properties": props, "additionalProperties": false}
}

// tableOf describes a table whose keys match a pattern.
func tableOf(pattern string, value map[string]any) map[string]any {
	t := map[string]any{"type": "object", "additionalProperties": value}
	if pattern != "" {
		t["propertyNames"] = map[string]any{"pattern": pattern}
	}
	return t
}

// labelSchema describes a label in any language, with more keys beside it.
func labelSchema(more ...map[string]any) map[string]any {
	s := object(map[string]any{"label": text("what readers see, in the site's own language")})
	for _, m := range more {
		for k, v := range m {
			s["properties"].(map[string]any)[k] = v
		}
	}
	s["patternProperties"] = map[string]any{"^label_[a-z]": text("what readers see, in another language of the site")}
	return s
}

// kindSchema describes a lesson kind: what is no label, icon or colour is a
// front matter key of its own.
func kindSchema() map[string]any {
	key := labelSchema(map[string]any{
		"type":     map[string]any{"enum": types(), "default": TypeString, "description": "the type of the key's value"},
		"required": map[string]any{"type": "boolean", "default": false, "description": "a lesson of this kind without the key is an error"},
		"one_of":   map[string]any{"type": "array", "items": map[string]any{"type": "string"}, "description": "the allowed values of a string"},
		"min":      map[string]any{"type": "number", "description": "the smallest allowed number"},
		"max":      map[string]any{"type": "number", "description": "the largest allowed number"},
	})
	kind := labelSchema(map[string]any{
		"icon":  text("a symbol of the theme"),
		"color": map[string]any{"enum": colors(), "description": "a color of the theme"},
	})
	kind["additionalProperties"] = key
	return kind
}

// blockSchema describes a block that the site defines.
func blockSchema() map[string]any {
	attribute := object(map[string]any{
		"type":     map[string]any{"enum": blockTypes(), "default": TypeString, "description": "what the attribute takes; bool is a flag, which stands alone"},
		"required": map[string]any{"type": "boolean", "default": false, "description": "a block without the attribute is an error"},
		"one_of":   map[string]any{"type": "array", "items": map[string]any{"type": "string"}, "description": "the words to choose from"},
		"min":      map[string]any{"type": "number", "description": "the least that a number may be"},
		"max":      map[string]any{"type": "number", "description": "the most that a number may be"},
		"default": map[string]any{
			"description": "stands in for a missing attribute",
			"anyOf":       []any{map[string]any{"type": "string"}, map[string]any{"type": "number"}},
		},
	})
	block := labelSchema(map[string]any{
		"body": map[string]any{"enum": bodies(), "default": BodyAny, "description": "what stands between the two lines of colons"},
	})
	attributes := tableOf(fieldRE.String(), attribute)
	attributes["description"] = "what an author writes beside the block's name"
	words := tableOf(fieldRE.String(), labelSchema())
	words["description"] = "words that the block's template says, in the languages of the site"
	block["properties"].(map[string]any)["attributes"] = attributes
	block["properties"].(map[string]any)["words"] = words
	return block
}

// describe says what a key of site.toml is for.
func describe(key string) string {
	switch key {
	case "title":
		return "the playbook's title"
	case "site_id":
		return "the name under which browsers store progress; never change it"
	case "base_url":
		return "the address the site is published at; feeds and the sitemap need it"
	case "description":
		return "a description of the playbook, in one or two sentences"
	case "language":
		return "the site's own language"
	case "languages":
		return "the languages of the site"
	case "build":
		return "folders, relative to this file, and what the site may do"
	case "roles":
		return "the roles of readers"
	case "stages":
		return "the stages of a sale"
	case "tags":
		return "labels of tags"
	case "nav":
		return "the navigation, if it does not follow the folders"
	case "theme":
		return "the look of the site; pictures are below the content folder"
	case "search":
		return "the search"
	case "edit":
		return "where lessons are edited"
	case "kinds":
		return "kinds of lesson and their front matter keys"
	case "blocks":
		return "blocks that the site defines itself; each has a template, templates/blocks/NAME.html"
	case "params":
		return "values for {{ params.x }}"
	case "redirect":
		return "old addresses and their new targets"
	case "findings":
		return "which findings count as warnings"
	case "front_matter":
		return "how front matter is read"
	case "content":
		return "which files of the content folder are read"
	case "links":
		return "how links are read"
	case "team":
		return "who may sign for others"
	case "privacy":
		return "how long readers keep what may name somebody"
	case "addresses":
		return "other addresses for generated lists"
	}
	return ""
}
