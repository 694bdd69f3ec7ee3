package team

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"flag"
	"math/big"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden file")

// The golden file is what both twins have to say of the same files: this test writes
// and reads it, browser/clienttest reads it in the browser.
const golden = "testdata/golden.json"

type source struct {
	Site, Today string
	Facts       json.RawMessage
	Words       Words
	Files       []dict
	Team        struct {
		Same     map[string]Join
		Comments map[string]dict
		Signs    []dict
	}
	Refused [][2]string
	Spoilt  [][2]any
}

type goldens struct {
	Site    string            `json:"site"`
	Today   string            `json:"today"`
	Facts   json.RawMessage   `json:"facts"`
	Words   Words             `json:"words"`
	Files   []string          `json:"files"`
	Notes   string            `json:"notes"` // a team file that holds what the manager added
	Team    string            `json:"team"`
	Table   json.RawMessage   `json:"table"`
	CSV     map[string]string `json:"csv"` // by delimiter
	Refused [][2]string       `json:"refused"`
	Sums    [][2]string       `json:"sums"`
}

// testKey is a key of which everybody may know the secret.
func testKey(n int) *ecdsa.PrivateKey {
	d := sha256.Sum256([]byte{byte(n)})
	k, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), d[:])
	if err != nil {
		panic(err)
	}
	return k
}

// seal adds key, signature and sum to a document; n 0 leaves it unsigned.
func seal(m dict, n int) dict {
	if n > 0 {
		k := testKey(n)
		point, err := k.PublicKey.Bytes()
		if err != nil {
			panic(err)
		}
		m["key"] = base64.RawURLEncoding.EncodeToString(point)
		digest := sha256.Sum256(signed(m))
		der, err := k.Sign(nil, digest[:], crypto.SHA256)
		if err != nil {
			panic(err)
		}
		var rs struct{ R, S *big.Int }
		if _, err := asn1.Unmarshal(der, &rs); err != nil {
			panic(err)
		}
		raw := make([]byte, 64)
		rs.R.FillBytes(raw[:32])
		rs.S.FillBytes(raw[32:])
		m["sig"] = base64.RawURLEncoding.EncodeToString(raw)
	}
	m["sum"] = sumOf(m)
	return m
}

func readSource(t *testing.T) *source {
	t.Helper()
	data, err := os.ReadFile("testdata/source.json")
	if err != nil {
		t.Fatal(err)
	}
	s := &source{}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(s); err != nil {
		t.Fatal(err)
	}
	return s
}

func exactly(t *testing.T, m dict) dict {
	t.Helper()
	v, ok := exact(m, maxDepth)
	if !ok {
		t.Fatalf("%v is not exact", m)
	}
	return v.(dict)
}

// make makes the golden file's content from the source.
func (s *source) make(t *testing.T) *goldens {
	t.Helper()
	g := &goldens{Site: s.Site, Today: s.Today, Facts: s.Facts, Words: s.Words, CSV: map[string]string{}, Refused: s.Refused}
	for _, m := range s.Files {
		n := 0
		if k, ok := exactly(t, m)["sign"].(int64); ok {
			n = int(k)
		}
		delete(m, "sign")
		g.Files = append(g.Files, string(canonical(nil, seal(m, n))))
	}
	notes := New(s.Site)
	notes.same = s.Team.Same
	for id, c := range s.Team.Comments {
		notes.comments[id] = exactly(t, c)
	}
	for _, x := range s.Team.Signs {
		x["format"], x["v"], x["site"] = "playbook-signoff", int64(1), s.Site
		notes.signs[x["id"].(string)] = seal(exactly(t, x), 9)
	}
	g.Notes = string(notes.JSON())
	for _, x := range s.Spoilt {
		m, err := parse([]byte(g.Files[1]))
		if err != nil {
			t.Fatal(err)
		}
		for k, v := range x[1].(dict) {
			m[k] = v
		}
		if _, ok := exact(m, maxDepth); ok && x[0] == "future" {
			seal(m, 1) // what is in it is well signed
		}
		text, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		g.Refused = append(g.Refused, [2]string{x[0].(string), string(text)})
	}
	// A forged signature: the sum is right, the signature is another file's.
	m, _ := parse([]byte(g.Files[0]))
	m["name"] = "Ann Other"
	m["sum"] = sumOf(exactly(t, m))
	g.Refused = append(g.Refused, [2]string{"altered", string(canonical(nil, m))})
	for _, text := range []string{"", "abc", strings.Repeat("a", 55), strings.Repeat("ä", 28), strings.Repeat("x", 64), strings.Repeat("long ", 1000)} {
		g.Sums = append(g.Sums, [2]string{text, sumOf(dict{"text": text})})
	}
	return g
}

func (g *goldens) team(t *testing.T, texts []string) *Team {
	t.Helper()
	all := New(g.Site)
	for _, text := range texts {
		one, p := Read([]byte(text), g.Site, g.Today)
		if p != nil {
			t.Fatalf("%v: %s", p, text)
		}
		all.Merge(one)
	}
	return all
}

func TestGolden(t *testing.T) {
	g := readSource(t).make(t)
	facts, err := ReadFacts(g.Facts)
	if err != nil {
		t.Fatal(err)
	}
	all := g.team(t, append(slices.Clone(g.Files), g.Notes))
	g.Team = string(all.JSON())
	table := all.Table(facts, g.Today)
	if g.Table, err = json.Marshal(table); err != nil {
		t.Fatal(err)
	}
	for _, delimiter := range []string{",", ";"} {
		g.CSV[delimiter] = string(table.CSV(facts, g.Words, delimiter))
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(g); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		t.Errorf("%s differs from what the source gives now; -update writes it", golden)
	}
	again, p := Read([]byte(g.Team), g.Site, g.Today)
	if p != nil || string(again.JSON()) != g.Team {
		t.Errorf("the team file does not come back as it was: %v", p)
	}
}

// TestRefused reads what is no file of ours, or was one.
func TestRefused(t *testing.T) {
	g := readSource(t).make(t)
	for _, x := range g.Refused {
		team, p := Read([]byte(x[1]), g.Site, g.Today)
		if p == nil || p.Code != x[0] || team != nil {
			t.Errorf("%.200s\n\tgot %v, expected %s", x[1], p, x[0])
		} else if strings.Contains(p.Error(), "%!") {
			t.Errorf("the message %q", p.Error())
		}
	}
	if _, p := Read(make([]byte, 50<<20), g.Site, g.Today); p == nil || p.Code != "too-large" {
		t.Errorf("50 MB: %v", p)
	}
	if _, p := Read([]byte(strings.Repeat(`{"a":`, 100000)+"1"+strings.Repeat("}", 100000)), g.Site, g.Today); p == nil {
		t.Error("a deep file is read")
	}
	// Every byte of a signed file is under its sum.
	text := g.Files[1]
	for i := range len(text) {
		spoilt := []byte(text)
		spoilt[i] ^= 1
		if team, p := Read(spoilt, g.Site, g.Today); p == nil {
			t.Fatalf("byte %d altered: the file is taken: %s", i, team.JSON())
		}
	}
}

// TestSchemaIsOne compares the schema with the browser's copy.
func TestSchemaIsOne(t *testing.T) {
	js, err := os.ReadFile("../../templates/client/team/schema.js")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?s)export const SCHEMA =\n(.*?\n});\n`).FindSubmatch(js)
	if m == nil || !bytes.Equal(m[1], bytes.TrimSpace(schemaJSON)) {
		t.Error("templates/client/team/schema.js does not hold schema.json word for word")
	}
}

// TestMergeLaws merges random sets in random ways: 300, or 10,000 with PLAYBOOK_LONG=1.
func TestMergeLaws(t *testing.T) {
	n := 300
	if os.Getenv("PLAYBOOK_LONG") != "" {
		n = 10_000
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		a, b, c := randomTeam(r), randomTeam(r), randomTeam(r)
		text := func(list ...*Team) string {
			all := New("s")
			for _, x := range list {
				all.Merge(x)
			}
			return string(all.JSON())
		}
		bc := New("s")
		bc.Merge(b)
		bc.Merge(c)
		abc := text(a, b, c)
		switch {
		case text(a, b) != text(b, a):
			t.Fatalf("set %d: not commutative", i)
		case abc != text(a, bc) || abc != text(c, b, a):
			t.Fatalf("set %d: not associative", i)
		case text(a, a) != text(a) || text(a, b, c, bc, a) != abc:
			t.Fatalf("set %d: not idempotent", i)
		}
		if again, p := Read([]byte(abc), "s", "2026-11-30"); p != nil || string(again.JSON()) != abc {
			t.Fatalf("set %d: not as it was: %v", i, p)
		}
	}
}

// TestOneTextSignedTwice: the same text without a signature and with two of them stays
// three files, however they came together.
func TestOneTextSignedTwice(t *testing.T) {
	var teams []*Team
	for signer := range 3 {
		f, p := readFile(seal(dict{
			"format": progressFormat, "v": int64(1), "site": "s", "person": "a000000000000000", "device": "10000000", "name": "Ann",
			"at": int64(1_700_000_000_000), "on": "2026-01-01", "level": int64(1), "lessons": dict{},
		}, signer), "s", "2026-11-30")
		if p != nil {
			t.Fatal(p)
		}
		team := New("s")
		team.add(f)
		teams = append(teams, team)
	}
	seen := map[string]bool{}
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {2, 0, 1, 0, 2}} {
		all := New("s")
		for _, i := range order {
			all.Merge(teams[i])
		}
		if len(all.files) != 3 {
			t.Errorf("%v: %d files, expected 3", order, len(all.files))
		}
		seen[string(all.JSON())] = true
	}
	if len(seen) != 1 {
		t.Errorf("%d team files, expected one", len(seen))
	}
}

func randomTeam(r *rand.Rand) *Team {
	t := New("s")
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	id := func() string { return pick("a", "b", "c") + "000000000000000" }
	at := func() int64 { return 1_700_000_000_000 + r.Int64N(4) }
	for range r.IntN(6) {
		m := dict{
			"format": progressFormat, "v": int64(1), "site": "s", "person": id(), "device": pick("1", "2") + "0000000", "name": pick("Ann", "Bo"),
			"at": at(), "on": "2026-01-0" + pick("1", "2"), "level": 1 + r.Int64N(3), "lessons": dict{"l": dict{"s": pick("begun", "learnt")}},
		}
		if r.IntN(2) == 0 {
			m["results"] = dict{"l": dict{"w": dict{"p": r.Int64N(3)}}}
		}
		if r.IntN(3) == 0 {
			m["answers"] = dict{"l": dict{"w": dict{pick("x", "y"): ""}}}
		}
		if r.IntN(3) == 0 {
			m["extra"] = []any{}
		}
		signer := max(r.IntN(6)-3, 0) // mostly nobody; one text is signed by one, by another or by none
		f, p := readFile(seal(m, signer), "s", "2026-11-30")
		if p != nil {
			panic(p)
		}
		if r.IntN(3) == 0 {
			t.addKey(f.Person, strings.Repeat(pick("k", "l"), 87), at())
		}
		t.add(f)
	}
	for range r.IntN(3) {
		t.same[id()+" "+id()] = Join{at(), r.IntN(2) == 0}
		t.comments[pick("c", "d")] = dict{"person": id(), "text": pick("", "x", "y"), "by": "M", "on": "2026-01-01", "at": at()}
	}
	t.reduce()
	return t
}
