package pipeline

import (
	"io/fs"
	"strconv"
	"strings"
	"testing/fstest"

	"playbook/generator/theme"
)

// packageKey identifies a package in the key of its pages; "" for a site.
func packageKey(p *theme.Package) string {
	if p == nil {
		return ""
	}
	return p.Key
}

// kindsPath is the path of a module that imports the packed.js of the kinds in use. It
// is generated here and in no folder.
const kindsPath = "client/scorm/kinds.js"

// packedKinds are templates with that module.
type packedKinds struct {
	fs.FS
	used []string
}

// Open opens a file.
func (k packedKinds) Open(name string) (fs.File, error) {
	if name != kindsPath {
		return k.FS.Open(name)
	}
	var in, out strings.Builder
	for i, kind := range k.used {
		if p := "widgets/" + kind + "/packed.js"; exists(k.FS, p) {
			in.WriteString("import * as k" + strconv.Itoa(i) + ` from "../../` + p + "\";\n")
			out.WriteString(strconv.Quote(kind) + ": k" + strconv.Itoa(i) + ",")
		}
	}
	text := in.String() + "export const kinds = {__proto__: null," + out.String() + "};\n"
	return fstest.MapFS{name: {Data: []byte(text)}}.Open(name)
}
