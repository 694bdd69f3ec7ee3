package teamtest

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"strings"
	"testing"
)

// A doc is a file that team members exchange, before it is encoded as JSON.
type doc = map[string]any

// canonical returns the JSON of which sums and signatures are made. It is only right for
// texts in ASCII.
func canonical(t testing.TB, d doc) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	check(t, e.Encode(d))
	return bytes.TrimSpace(b.Bytes())
}

func without(d doc, keys ...string) doc {
	d = maps.Clone(d)
	for _, k := range keys {
		delete(d, k)
	}
	return d
}

func sum(t testing.TB, d doc) string {
	s := sha256.Sum256(canonical(t, without(d, "sum", "key", "sig")))
	return hex.EncodeToString(s[:])
}

// aKey returns a private key for tests, the same one for the same name.
func aKey(t testing.TB, name string) *ecdsa.PrivateKey {
	t.Helper()
	d := sha256.Sum256([]byte(name))
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), d[:])
	check(t, err)
	return key
}

// sealed adds the sum to a file and, unless name is "", a signature with the key of that name.
func sealed(t testing.TB, d doc, name string) doc {
	t.Helper()
	d = maps.Clone(d)
	if name != "" {
		key := aKey(t, name)
		point, err := key.PublicKey.Bytes()
		check(t, err)
		d["key"] = base64.RawURLEncoding.EncodeToString(point)
		digest := sha256.Sum256(canonical(t, without(d, "sum", "sig")))
		der, err := key.Sign(nil, digest[:], crypto.SHA256)
		check(t, err)
		var rs struct{ R, S *big.Int }
		_, err = asn1.Unmarshal(der, &rs)
		check(t, err)
		raw := make([]byte, 64)
		rs.R.FillBytes(raw[:32])
		rs.S.FillBytes(raw[32:])
		d["sig"] = base64.RawURLEncoding.EncodeToString(raw)
	}
	d["sum"] = sum(t, d)
	return d
}

// longAgo is a time in milliseconds that is in the past on every machine.
const longAgo = 1_700_000_000_000

// rep returns the progress file of the n-th sales representative in testdata/book.txtar. It
// has everything that a representative can send.
func rep(n int) doc {
	vote := "day"
	if n%3 == 0 {
		vote = "less"
	}
	return doc{
		"format": "playbook-progress", "v": 1, "site": "team-test", "person": fmt.Sprintf("%016x", n), "device": fmt.Sprintf("%08x", n), "name": fmt.Sprintf("Rep %d", n),
		"at": longAgo + n, "on": "2023-11-14", "level": 3, "path": doc{"uid": "ae", "since": "2023-11-01"},
		"lessons": doc{"seat": doc{"s": "learnt", "on": "2023-11-10"}, "sins": doc{"s": "begun"}},
		"results": doc{"sins": doc{"how": doc{"p": 40 + n, "low": doc{"call": 3}}}},
		"answers": doc{"sins": doc{"vow": doc{vote: ""}}},
	}
}

func with(d doc, more doc) doc {
	d = maps.Clone(d)
	maps.Copy(d, more)
	return d
}

const markup = `<img src=x onerror=window.pwned=1>`

// fixtures returns the files that the scripts open, by name: correct ones, damaged ones and
// hostile ones.
func fixtures(t testing.TB) map[string][]byte {
	t.Helper()
	me := strings.Repeat("a", 16)
	signoff := func(more doc) doc {
		return with(doc{
			"format": "playbook-signoff", "v": 1, "site": "team-test", "id": strings.Repeat("b", 16), "ask": strings.Repeat("c", 16), "person": me, "name": "Rita Rep",
			"what": "path/ae", "title": "Field rep", "at": longAgo, "on": "2023-11-14", "by": "Max Manager",
		}, more)
	}
	feedback := func(sign doc, more doc) doc {
		return with(doc{
			"format": "playbook-feedback", "v": 1, "site": "team-test", "person": me, "name": "Rita Rep", "by": "Max Manager", "at": longAgo, "on": "2023-11-14",
			"comments": doc{}, "signs": doc{sign["id"].(string): sign},
		}, more)
	}
	signed := sealed(t, signoff(nil), managerName)
	forged := with(signed, doc{"title": "Another path"}) // its sum is right, but its signature is that of another text
	forged["sum"] = sum(t, forged)
	forgedRep := with(sealed(t, rep(8), "eight"), doc{"name": "Somebody Else"})
	forgedRep["sum"] = sum(t, forgedRep)
	docs := map[string]doc{
		"signed.json":          sealed(t, rep(7), "seven"),
		"forged.json":          forgedRep,
		"far.json":             sealed(t, with(rep(9), doc{"on": "9999-12-31"}), ""),
		"ahead.json":           sealed(t, with(rep(9), doc{"on": "2098-12-31", "at": 4_070_900_000_000}), ""),
		"markup.json":          sealed(t, with(rep(10), doc{"name": markup, "answers": doc{"seat": doc{"visits": doc{"orders": markup}}}, "extra": []any{doc{"lesson": "private", "widget": "diary", "title": markup, "rows": []any{[]any{markup, markup}}}}}), ""),
		"other.json":           sealed(t, with(rep(11), doc{"site": "another"}), ""),
		"altered.json":         with(sealed(t, rep(12), ""), doc{"name": "Not Twelve"}),
		"strange.json":         sealed(t, with(rep(13), doc{"more": "x"}), ""),
		"newer.json":           with(rep(14), doc{"v": 2, "hologram": []any{1.5}, "sum": strings.Repeat("0", 64)}),
		"copy.json":            {"format": "playbook", "v": 1, "site": "team-test", "lessons": doc{}},
		"old-signoff.json":     sealed(t, feedback(signed, nil), ""),
		"forged-signoff.json":  sealed(t, feedback(forged, nil), ""),
		"markup-feedback.json": sealed(t, feedback(sealed(t, signoff(doc{"title": markup, "by": markup, "note": markup}), ""), doc{"by": markup, "comments": doc{strings.Repeat("d", 16): doc{"person": me, "lesson": "seat", "text": markup, "by": markup, "on": "2023-11-14", "at": longAgo}}}), ""),
		"markup-task.json":     sealed(t, doc{"format": "playbook-assignment", "v": 1, "site": "team-test", "id": strings.Repeat("e", 16), "title": markup, "lessons": []any{"seat", markup}, "checklists": []any{markup}, "from": markup, "text": markup, "due": "2023-11-20", "at": longAgo}, ""),
		"asks.json":            sealed(t, with(rep(11), doc{"asks": doc{strings.Repeat("f", 16): doc{"what": "lesson/seat", "on": "2023-11-12"}}}), ""),
		"task.json":            sealed(t, doc{"format": "playbook-assignment", "v": 1, "site": "team-test", "id": strings.Repeat("e", 16), "title": "A task", "lessons": []any{"seat"}, "checklists": []any{}, "from": "Max Manager", "due": "2023-11-20", "at": longAgo}, ""),
		"certificate.json":     signed,
		"forged-cert.json":     forged,
		"unknown-cert.json":    sealed(t, signoff(nil), "somebody"),
		"bare-cert.json":       sealed(t, signoff(nil), ""),
	}
	files := map[string][]byte{
		"not.json":    []byte("Dear Max,\nhere is my progress.\n"),
		"cut.json":    canonical(t, sealed(t, rep(15), ""))[:200],
		"list.json":   []byte("[]"),
		"proto.json":  []byte(`{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"format":"playbook-progress","v":1,"site":"team-test"}`),
		"inner.json":  bytes.Replace(canonical(t, sealed(t, rep(16), "")), []byte(`"lessons":{`), []byte(`"lessons":{"__proto__":{"s":"learnt","polluted":1},`), 1),
		"format.json": []byte(`{"format":"playbook-__proto__","site":"team-test"}`),
	}
	for n := range 6 {
		docs[fmt.Sprintf("rep-%d.json", n+1)] = sealed(t, rep(n+1), "")
	}
	for name, d := range docs {
		files[name] = canonical(t, d)
	}
	return files
}
