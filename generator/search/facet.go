package search

import "sort"

// facetNames are the filters for results, in the order of the f file. The file is an array with an entry for each,
// which is an array of [value, label, lessons]; the lessons are steps (shard.go).
var facetNames = [5]string{"kind", "role", "stage", "tag", "section"}

func facetsOf(l Lesson) [5][]string {
	return [5][]string{one(l.Kind), unique(l.Roles), one(l.Stage), unique(l.Tags), one(l.Section)}
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// unique returns the distinct values, sorted, without the empty one.
func unique(list []string) []string {
	out := append([]string(nil), list...)
	sort.Strings(out)
	n := 0
	for i, s := range out {
		if s != "" && (i == 0 || s != out[i-1]) {
			out[n] = s
			n++
		}
	}
	return out[:n]
}

// facets returns the content of the f file.
func facets(lessons []Analysed, labels map[string]string) []byte {
	b := []byte{'['}
	for f := range facetNames {
		if f > 0 {
			b = append(b, ',')
		}
		b = facetValues(b, lessons, f, labels)
	}
	return append(b, ']')
}

func facetValues(b []byte, lessons []Analysed, f int, labels map[string]string) []byte {
	having := map[string][]int32{}
	var values []string
	for i := range lessons {
		for _, v := range lessons[i].facets[f] {
			if having[v] == nil {
				values = append(values, v)
			}
			having[v] = append(having[v], int32(i))
		}
	}
	sort.Strings(values)
	b = append(b, '[')
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		label := labels[facetNames[f]+"/"+v]
		if label == "" {
			label = v
		}
		b = append(appendString(b, v), ',')
		b = append(appendString(b, label), ',')
		b = append(appendString(b, steps(having[v])), ']')
	}
	return append(b, ']')
}
