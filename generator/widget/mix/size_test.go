package mix_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io/fs"
	"regexp"
	"testing"
)

var (
	scriptSrc  = regexp.MustCompile(`<script[^>]* src="([^"]+)"`)
	pageConfig = regexp.MustCompile(`<script type="application/json" id="pb-config">(.*?)</script>`)
)

// scriptSize is the compressed size of the scripts of a page at the site's root
// that holds an audit: those it names, and the two that main.js then loads.
func scriptSize(t testing.TB, files fs.FS, page string) int {
	t.Helper()
	html, err := fs.ReadFile(files, page)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range scriptSrc.FindAllSubmatch(html, -1) {
		names = append(names, string(m[1]))
	}
	var config struct{ Assets map[string]string }
	if err := json.Unmarshal(pageConfig.FindSubmatch(html)[1], &config); err != nil {
		t.Fatal(err)
	}
	names = append(names, config.Assets["kit"], config.Assets["mix"])
	total := 0
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if _, err := w.Write(data); err != nil || w.Close() != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d", name, b.Len())
		total += b.Len()
	}
	return total
}
