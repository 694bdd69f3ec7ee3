package widget

// Takes lists the attributes of one thing, except #id, which every block takes.
type Takes struct {
	// What names the thing, as "checklist item".
	What       string
	Attributes []Attribute
}

// An Attribute is a key with a value, or a flag.
type Attribute struct {
	Name string
	// Value describes a key's value, as "a number from 0 to 100". It is "" for a flag.
	Value string
	// Does describes the purpose of the attribute.
	Does string
}

// names returns the keys and the flags.
func (t Takes) names() (keys, flags []string) {
	for _, a := range t.Attributes {
		if a.Value == "" {
			flags = append(flags, a.Name)
		} else {
			keys = append(keys, a.Name)
		}
	}
	return keys, flags
}

// Attributes that have the same meaning everywhere.
var (
	Title = Attribute{"title", "words", "the title; default: the heading above"}
	// DrawnTitle is the title of a block that is drawn from a table or a list.
	DrawnTitle = Attribute{"title", "words", "the title above it; default: none"}
	Was        = Attribute{"was", "an id", "an earlier id; what readers stored under it moves to the new id"}
	Rev        = Attribute{"rev", "a number from 1", "the revision: raise it after a change of meaning, and readers are asked to look again"}
	Weight     = Attribute{"w", "a number from 0 to 100", "the weight; default: 1"}
)
