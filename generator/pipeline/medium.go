package pipeline

import (
	"fmt"
	"path"
	"strings"

	"playbook/generator/assets"
	"playbook/generator/content"
	"playbook/generator/diag"
	"playbook/generator/site"
)

// mediumKey is the input of a file beside the lessons.
type mediumKey struct {
	path string
	sum  sum
}

// medium is the result for a file beside the lessons.
type medium struct {
	asset site.Asset
	sum   sum
	ds    diag.List
}

// medium reads a file beside the lessons: its fingerprint and size, and whether it may
// be published. full is its path in the source, p its path below the content folder.
func (b *Builder) medium(full, p string) medium {
	m := b.readMedium(full, p)
	if b.Options.Package != nil {
		m.asset.URL = site.PlainAddress(m.asset.URL)
	}
	return m
}

func (b *Builder) readMedium(full, p string) medium {
	file, data, err := b.fingerprint(full, maxMedium)
	if err == nil {
		if m, ok := have[medium](b.memo, mediumKey{p, file.sum}); ok {
			return m
		}
		if data == nil {
			data, err = b.readFile(full, maxMedium)
		}
	}
	if err == nil && len(data) > maxMedium {
		return medium{asset: site.Asset{Source: p}, ds: diag.List{diag.Whole(full, diag.Error, codeTooBig, "the file is larger than %d MB", maxMedium>>20)}}
	}
	if err != nil {
		return medium{asset: site.Asset{Source: p}, ds: diag.List{unreadable(full, err)}}
	}
	m, _ := do(b.memo, mediumKey{p, content.Hash(data)}, func() (medium, error) { // it never fails
		of, ds := assets.Media(full, data)
		a := site.Asset{Source: p, URL: mediaURL(p, data), Width: of.Width, Height: of.Height, Size: int64(len(data))}
		return medium{a, content.Hash(data), ds}, nil
	})
	return m
}

func mediaURL(p string, data []byte) string {
	ext := strings.ToLower(path.Ext(p))
	name := content.Slug(strings.TrimSuffix(path.Base(p), path.Ext(p)))
	if name == "" {
		name = "file"
	}
	return fmt.Sprintf("assets/%s.%s%s", name, assets.Fingerprint(data), ext)
}
