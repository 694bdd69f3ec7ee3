package diag

// maxCompared bounds the work of a comparison: lines of the one text by lines of the
// other, what both have at their ends left out.
const maxCompared = 16 << 20

// Compare returns the edits that make a text into another one, line by line. Lines
// that both have in the same order stay. The lines of both end with LF.
func Compare(path string, from, to []byte) (edits []Edit) {
	f := NewFile(path, from)
	a, b := splitLines(from), splitLines(to)
	at := 0 // the byte of from that a begins with
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		at += len(a[0])
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	common := commonLines(a, b)
	for len(a) > 0 || len(b) > 0 {
		start, text := at, ""
		for len(a) > 0 && (len(common) == 0 || a[0] != common[0]) {
			at += len(a[0])
			a = a[1:]
		}
		for len(b) > 0 && (len(common) == 0 || b[0] != common[0]) {
			text += b[0]
			b = b[1:]
		}
		if at > start || text != "" {
			edits = append(edits, f.Edit(start, at, text))
		}
		if len(common) > 0 {
			at += len(a[0])
			a, b, common = a[1:], b[1:], common[1:]
		}
	}
	return edits
}

// commonLines are the most lines that two texts have in the same order; none if the
// texts are too long to look.
func commonLines(a, b []string) (common []string) {
	if len(a)*len(b) > maxCompared {
		return nil
	}
	// rest[i][j] is how many lines a[i:] and b[j:] have in common.
	rest := make([][]int32, len(a)+1)
	rest[len(a)] = make([]int32, len(b)+1)
	for i := len(a) - 1; i >= 0; i-- {
		rest[i] = make([]int32, len(b)+1)
		for j := len(b) - 1; j >= 0; j-- {
			if rest[i][j] = max(rest[i+1][j], rest[i][j+1]); a[i] == b[j] {
				rest[i][j] = rest[i+1][j+1] + 1
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			common = append(common, a[i])
			i, j = i+1, j+1
		case rest[i+1][j] >= rest[i][j+1]:
			i++
		default:
			j++
		}
	}
	return common
}
