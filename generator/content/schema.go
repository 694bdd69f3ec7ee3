package content

import (
	"encoding/json"
	"fmt"

	"playbook/generator/config"
	"playbook/generator/decode"
)

// HeadSchema returns the JSON Schema (draft 7) of front matter for editors:
// the keys of lessons, sections and learning paths, and those of the kinds.
// [Parse] and [CheckFields] have the last word.
func HeadSchema(kinds []*config.Kind) ([]byte, error) {
	s := decode.Schema(&Meta{}, describe, "index", "path", "assignment")
	s["$schema"] = "http://json-schema.org/draft-07/schema#"
	s["title"] = "front matter of a lesson"
	props := s["properties"].(map[string]any)
	set := func(key, name string, value any) { props[key].(map[string]any)[name] = value }
	set("title", "minLength", 1)
	set("title", "maxLength", maxTitle)
	set("minutes", "minimum", 1)
	set("minutes", "maximum", maxMinutes)
	set("tags", "maxItems", maxTags)
	set("slug", "pattern", slugPattern)
	set("review_every", "pattern", periodRE.String())
	set("valid", "pattern", periodRE.String())
	set("due", "pattern", `^\d{4}-\d{2}-\d{2}$|`+periodRE.String())
	set("signoff", "enum", []string{"manager"})
	step := props["milestones"].(map[string]any)["items"].(map[string]any)["properties"].(map[string]any)
	for key, what := range map[string]string{
		"at": "the time in your own words, for example Week 1", "do": "what must be done by then", "signoff": "who signs off the milestone",
	} {
		step[key].(map[string]any)["description"] = what
	}
	step["signoff"].(map[string]any)["enum"] = []string{"manager"}
	var names []string
	var rules []any
	for _, k := range kinds {
		names = append(names, k.Key)
		var required []string
		for _, f := range k.Fields {
			props[f.Key] = fieldSchema(f)
			if f.Required {
				required = append(required, f.Key)
			}
		}
		if required != nil {
			is := map[string]any{"properties": map[string]any{"kind": map[string]any{"const": k.Key}}, "required": []string{"kind"}}
			rules = append(rules, map[string]any{"if": is, "then": map[string]any{"required": required}})
		}
	}
	// A site may have kinds of its own, which a schema cannot know.
	anyKind := []any{map[string]any{"enum": names}, map[string]any{"type": "string"}}
	set("kind", "anyOf", anyKind)
	set("default_kind", "anyOf", anyKind)
	if rules != nil {
		s["allOf"] = rules
	}
	out, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the schema: %w", err)
	}
	return append(out, '\n'), nil
}

// fieldSchema describes one key of a kind.
func fieldSchema(f config.KindField) map[string]any {
	s := map[string]any{"description": f.Label.Label}
	list := func(items map[string]any) { s["type"], s["items"] = "array", items }
	str := map[string]any{"type": "string"}
	switch f.Type {
	case config.TypeInt:
		s["type"] = "integer"
	case config.TypeNumber:
		s["type"] = "number"
	case config.TypeBool:
		s["type"] = "boolean"
	case config.TypeDate:
		s["type"], s["format"] = "string", "date"
	case config.TypeList:
		list(str)
	case config.TypePairs:
		list(map[string]any{"type": "array", "items": str, "minItems": 2, "maxItems": 2})
	case config.TypeURL:
		s["type"], s["pattern"] = "string", "^https?://"
	default:
		s["type"] = "string"
	}
	if len(f.OneOf) > 0 {
		s["enum"] = f.OneOf
	}
	if f.Min != nil {
		s["minimum"] = *f.Min
	}
	if f.Max != nil {
		s["maximum"] = *f.Max
	}
	return s
}

// describe says what a front matter key is for.
func describe(key string) string {
	switch key {
	case "title":
		return "the lesson's title"
	case "summary":
		return "one or two sentences for lists and search"
	case "uid":
		return "the lesson's permanent name; default: the file's name"
	case "kind":
		return "the kind of lesson; default: the section's default_kind"
	case "weight":
		return "the position in the section, smallest first"
	case "date":
		return "when it was written"
	case "updated":
		return "when its content last changed"
	case "draft":
		return "not published"
	case "publish_date":
		return "not published before this day"
	case "expiry_date":
		return "not published from this day on"
	case "slug":
		return "the last part of the address; default: the file's name"
	case "aliases":
		return "old addresses that lead here"
	case "tags":
		return "what the lesson is about"
	case "roles":
		return "the roles it is for, from [roles] in site.toml"
	case "stage":
		return "the stage of the sale, from [stages] in site.toml"
	case "minutes":
		return "how long it takes; default: counted from the words"
	case "prereq":
		return "uids of lessons to read first"
	case "takeaways":
		return "what to remember"
	case "owner":
		return "who keeps the lesson correct"
	case "reviewed":
		return "when somebody last checked it"
	case "review_every":
		return "how long a review is valid: 90d, 6m, 1y"
	case "template":
		return "a layout of the theme"
	case "search":
		return "whether search finds it; default true"
	case "toc":
		return "whether it shows a list of contents; default true"
	case "was":
		return "an earlier uid"
	case "source_hash":
		return "of a translation: the version of the source it was made from; generate i18n writes it"
	case "default_kind":
		return "of a section's index.md: the kind of its lessons"
	}
	return describePath(key)
}

// describePath says what a key of a learning path is for.
func describePath(key string) string {
	switch key {
	case "role":
		return "of a learning path: the role it is for, from [roles] in site.toml"
	case "lessons":
		return "of a learning path or an assignment: the uids of its lessons, in order"
	case "pace":
		return "of a learning path: how long it takes"
	case "milestones":
		return "of a learning path: what must be done by when"
	case "completion":
		return "of a learning path: what counts as done"
	case "signoff":
		return `who signs off the lesson or the path: "manager"`
	case "checklists":
		return `of an assignment: checklists to be done, each as "uid#id"`
	case "due":
		return "of an assignment: the due date, or the time after it is given: 7d, 2w"
	case "from":
		return "of an assignment: who gives it"
	case "lock":
		return "of a learning path: whether a lesson waits for those that its prereq names"
	case "valid":
		return "of a learning path: how long a completion is valid: 365d, 1y"
	}
	return ""
}
