// Package teamtest runs what goes between a rep and a manager in a real browser, on a
// playbook that the whole pipeline built. It holds tests alone.
package teamtest

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"playbook/generator/browser"
	"playbook/generator/pipeline"
	"playbook/templates"
)

const managerName = "the manager of the tests"

const passphrase = "four quiet words here"

// managerKey is a key of which everybody may know the secret, as a key file; public
// is its line in site.toml.
func managerKey(t testing.TB) (file []byte, public string) {
	t.Helper()
	d := sha256.Sum256([]byte(managerName))
	key := aKey(t, managerName)
	point, err := key.PublicKey.Bytes()
	check(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	check(t, err)
	salt, iv := d[:16], d[16:28]
	const rounds = 100_000
	derived, err := pbkdf2.Key(sha256.New, passphrase, salt, rounds, 32)
	check(t, err)
	block, err := aes.NewCipher(derived)
	check(t, err)
	gcm, err := cipher.NewGCM(block)
	check(t, err)
	b64 := base64.RawURLEncoding.EncodeToString
	public = b64(point)
	file, err = json.Marshal(map[string]any{
		"format": "playbook-key", "v": 1, "site": "team-test", "by": "Max Manager", "public": public, "kdf": "PBKDF2-SHA-256",
		"rounds": rounds, "salt": b64(salt), "iv": b64(iv), "secret": b64(gcm.Seal(nil, iv, secret, nil)),
	})
	check(t, err)
	return file, public
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// built are the files of the playbook of testdata/book.txtar, see book.
var built struct {
	once  sync.Once
	files fstest.MapFS
	err   error
}

func buildBook(t testing.TB) (fstest.MapFS, error) {
	archive, err := txtar.ParseFile("testdata/book.txtar")
	if err != nil {
		return nil, err
	}
	key, public := managerKey(t)
	source := fstest.MapFS{}
	for _, f := range archive.Files {
		source[f.Name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(f.Data), "{{key}}", public))}
	}
	b := &pipeline.Builder{Source: source, Templates: templates.FS, Options: pipeline.Options{ConfigPath: "site.toml", Date: "2026-11-30"}}
	r, err := b.Build(context.Background())
	if err != nil {
		return nil, err
	}
	if r.Diags.HasErrors() {
		return nil, &buildError{r.Diags[0].Message}
	}
	files := fstest.MapFS{"manager-key.json": {Data: key}}
	for name, data := range fixtures(t) {
		files[name] = &fstest.MapFile{Data: data}
	}
	for _, f := range r.Files {
		var w bytes.Buffer
		if err := f.Write(&w); err != nil {
			return nil, err
		}
		files[f.Path] = &fstest.MapFile{Data: w.Bytes(), Mode: 0o644}
	}
	return files, nil
}

type buildError struct{ text string }

func (e *buildError) Error() string { return e.text }

func book(t testing.TB) fs.FS {
	t.Helper()
	built.once.Do(func() { built.files, built.err = buildBook(t) })
	check(t, built.err)
	return built.files
}

// TestCircle runs the whole circle over http and from a folder.
func TestCircle(t *testing.T) { everywhere(t, "circle") }

// TestHostile opens hostile files on every page that opens files, and what is left is
// as it was.
func TestHostile(t *testing.T) { everywhere(t, "hostile") }

// everywhere runs a script over http and from a folder.
func everywhere(t *testing.T, name string) {
	path := "testdata/" + name + ".txt"
	script, err := os.ReadFile(path)
	check(t, err)
	for _, where := range []string{"http /book/", "file"} {
		t.Run(strings.Fields(where)[0], func(t *testing.T) {
			t.Parallel()
			browser.Script(t, path, "site "+where+"\n"+string(script), book(t))
		})
	}
}

// TestScripts runs the other scripts, and those of the keyboard alone.
func TestScripts(t *testing.T) {
	paths, err := filepath.Glob("testdata/*/*.txt")
	check(t, err)
	if len(paths) == 0 {
		t.Fatal("there are no scripts")
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			t.Parallel()
			script, err := os.ReadFile(path)
			check(t, err)
			if line := browser.Pointing(script); line != "" && strings.Contains(path, "keys/") {
				t.Fatalf("%s is no script of the keyboard alone: %s", path, line)
			}
			browser.Script(t, path, string(script), book(t))
		})
	}
}
