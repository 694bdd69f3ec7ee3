package team

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// A dict is a JSON object. The other values of a file are strings, bools, int64s and
// []any.
type dict = map[string]any

const (
	maxDepth = 12
	maxInt   = 1<<53 - 1
)

// parse reads a JSON object. For any other value it returns nil.
func parse(data []byte) (dict, error) {
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("more than one value")
	}
	m, _ := v.(dict) // nil if v is not an object
	return m, nil
}

// exact replaces the numbers in v by int64, and reports whether v has the same meaning
// in the browser.
func exact(v any, depth int) (any, bool) {
	if depth == 0 {
		return nil, false
	}
	switch x := v.(type) {
	case json.Number:
		f, err := x.Float64()
		return int64(f), err == nil && f == math.Trunc(f) && math.Abs(f) <= maxInt
	case []any:
		for i := range x {
			w, ok := exact(x[i], depth-1)
			if !ok {
				return nil, false
			}
			x[i] = w
		}
	case dict:
		for k := range x {
			w, ok := exact(x[k], depth-1)
			if !ok {
				return nil, false
			}
			x[k] = w
		}
	case nil:
		return nil, false
	}
	return v, true
}

// canonical appends the JSON text of a value, with keys sorted by their UTF-16 units.
// Equal values have equal texts, also in the browser.
func canonical(b []byte, v any) []byte {
	switch x := v.(type) {
	case string:
		return quote(b, x)
	case bool:
		return strconv.AppendBool(b, x)
	case int:
		return strconv.AppendInt(b, int64(x), 10)
	case int64:
		return strconv.AppendInt(b, x, 10)
	case []any:
		b = append(b, '[')
		for i, w := range x {
			if i > 0 {
				b = append(b, ',')
			}
			b = canonical(b, w)
		}
		return append(b, ']')
	case dict:
		b = append(b, '{')
		for i, k := range slices.SortedFunc(maps.Keys(x), compareUnits) {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(quote(b, k), ':')
			b = canonical(b, x[k])
		}
		return append(b, '}')
	}
	panic(fmt.Sprintf("canonical JSON of a %T", v))
}

// compareUnits compares strings as JavaScript does.
func compareUnits(a, b string) int {
	// Only beyond 16 bits does the order of bytes differ.
	beyond := func(r rune) bool { return r > 0xffff }
	if !strings.ContainsFunc(a, beyond) && !strings.ContainsFunc(b, beyond) {
		return strings.Compare(a, b)
	}
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

// quote appends a string as JSON.stringify writes it.
func quote(b []byte, s string) []byte {
	const short = "\b\f\n\r\t\"\\"
	const letters = `bfnrt"\`
	b = append(b, '"')
	for _, c := range []byte(s) {
		if i := bytes.IndexByte([]byte(short), c); i >= 0 {
			b = append(b, '\\', letters[i])
		} else if c < 0x20 {
			b = fmt.Appendf(b, `\u%04x`, c)
		} else {
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// without copies a dict without some keys.
func without(m dict, keys ...string) dict {
	c := maps.Clone(m)
	for _, k := range keys {
		delete(c, k)
	}
	return c
}

// sumOf returns the value of a file's key "sum": the SHA-256 of everything else.
func sumOf(m dict) string {
	s := sha256.Sum256(canonical(nil, without(m, "sum", "key", "sig")))
	return hex.EncodeToString(s[:])
}

// signed returns what a file's signature covers: everything but the signature and the
// sum.
func signed(m dict) []byte { return canonical(nil, without(m, "sum", "sig")) }

// publicKey reads a P-256 key as files hold it: the uncompressed point, base64url.
func publicKey(text string) (*ecdsa.PublicKey, error) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("read the public key: %w", err)
	}
	return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), raw)
}

// verify reports whether the file's signature matches its content and its key.
func verify(m dict) bool {
	key, _ := m["key"].(string)
	sig, _ := m["sig"].(string)
	pub, err := publicKey(key)
	if err != nil {
		return false
	}
	raw, err := base64.RawURLEncoding.DecodeString(sig)
	if err != nil || len(raw) != 64 {
		return false
	}
	digest := sha256.Sum256(signed(m))
	return ecdsa.Verify(pub, digest[:], new(big.Int).SetBytes(raw[:32]), new(big.Int).SetBytes(raw[32:]))
}
