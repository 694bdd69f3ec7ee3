package pipeline

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"playbook/generator/assets"
	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/font"
	"playbook/generator/output"
	"playbook/generator/site"
	"playbook/generator/theme"
)

const codeFont diag.Code = "PB1424"

// maxFont is the limit of one font file, because every reader loads it.
const maxFont = 4 << 20

// fontKey is the input of a font file, and readFont the result.
type (
	fontKey  struct{ sum sum }
	readFont struct {
		face *font.Face
		data []byte
		err  error
	}
)

// fonts reads the team's own fonts.
func (b *Builder) fonts(cfg *config.Config, t *tree) (fonts []theme.Font, files []output.File, ds diag.List) {
	dir, written := cfg.Build.Content, map[string]bool{}
	for _, f := range cfg.Theme.Fonts {
		read, d := b.font(dir, f.Path)
		if d != nil {
			if near := diag.Suggest(f.Path, fontsOf(t)); d.Code == codeUnreadable && near != "" {
				d.Hint = fmt.Sprintf("did you mean %q?", near)
			}
			d.Path, d.Line, d.Col, d.End = b.configPath(), f.At.Line, f.At.Col, f.At.End
			ds.Add(*d)
			continue
		}
		url := mediaURL(f.Path, read.data)
		if b.Options.Package != nil {
			url = site.PlainAddress(url)
		}
		fonts = append(fonts, theme.Font{URL: url, Roles: f.Roles, Face: read.face})
		if !written[url] {
			written[url] = true
			files = append(files, named(assets.File{URL: url, Data: read.data}))
		}
	}
	return fonts, files, ds
}

// fontsOf lists the fonts below the content folder.
func fontsOf(t *tree) (paths []string) {
	for p := range t.files {
		if strings.EqualFold(path.Ext(p), ".woff2") {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	return paths
}

// font reads one file below the content folder, or reports what is wrong with it.
func (b *Builder) font(dir, p string) (readFont, *diag.Diagnostic) {
	wrong := func(code diag.Code, format string, args ...any) *diag.Diagnostic {
		d := diag.Whole("", diag.Error, code, format, args...)
		return &d
	}
	file, data, err := b.fingerprint(path.Join(dir, p), maxFont)
	read, known := have[readFont](b.memo, fontKey{file.sum})
	if err == nil && data == nil && !known {
		data, err = b.readFile(path.Join(dir, p), maxFont)
	}
	if err != nil {
		d := wrong(codeUnreadable, "the font %q below %q %s", p, dir, unreadable(p, err).Message)
		d.Hint = `fonts in [theme] are paths below the content folder, for example "fonts/brand.woff2"`
		return readFont{}, d
	}
	if len(data) > maxFont {
		d := wrong(codeTooBig, "the font %q is larger than %d MB, and every reader loads it", p, maxFont>>20)
		d.Hint = "remove the letters that no language of the playbook uses"
		return readFont{}, d
	}
	if !known {
		read, _ = do(b.memo, fontKey{content.Hash(data)}, func() (readFont, error) { // it never fails
			face, err := font.Read(data)
			return readFont{face, data, err}, nil
		})
	}
	var other font.ErrOther
	switch {
	case errors.As(read.err, &other) && other.Is != "":
		d := wrong(codeFont, "%q is not a WOFF2 font, it is %s", p, other.Is)
		d.Hint = "save the font as WOFF2; renaming a file does not convert it"
		if strings.Contains(other.Is, "Git LFS") {
			d.Hint = "fetch the file with: git lfs pull"
		}
		return read, d
	case errors.As(read.err, &other):
		d := wrong(codeFont, "%q is not a WOFF2 font", p)
		d.Hint = "save the font as WOFF2; renaming a file does not convert it"
		return read, d
	case read.err != nil:
		d := wrong(codeFont, "the font %q cannot be read: %s", p, read.err)
		d.Hint = "browsers would not show it: export it again"
		return read, d
	}
	return read, nil
}
