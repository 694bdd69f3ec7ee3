package browser

import (
	"encoding/json"
	"testing"
)

// TestBidiValues converts values of the protocol to JSON.
func TestBidiValues(t *testing.T) {
	for in, want := range map[string]string{
		`{"type":"string","value":"a\"b"}`: `"a\"b"`,
		`{"type":"number","value":1.5}`:    `1.5`,
		`{"type":"number","value":"NaN"}`:  `null`,
		`{"type":"number","value":"-0"}`:   `0`,
		`{"type":"boolean","value":false}`: `false`,
		`{"type":"undefined"}`:             `null`,
		`{"type":"null"}`:                  `null`,
		`{"type":"object"}`:                `null`,
		`{"type":"array","value":[]}`:      `[]`,
		`{"type":"array","value":[{"type":"null"},{"type":"string","value":"x"}]}`:                                                  `[null,"x"]`,
		`{"type":"object","value":[["z",{"type":"number","value":1}],["f",{"type":"function"}],["a",{"type":"array","value":[]}]]}`: `{"z":1,"a":[]}`,
	} {
		var v bidiValue
		must(t, json.Unmarshal([]byte(in), &v))
		plain, err := v.plain()
		must(t, err)
		if got, err := json.Marshal(plain); err != nil || string(got) != want {
			t.Errorf("%s: got %s, %v", in, got, err)
		}
	}
}

// TestKeyPresses checks the actions that WebDriver gets for a key.
func TestKeyPresses(t *testing.T) {
	for _, tc := range []struct {
		key  string
		mods []string
		want string
	}{
		{"k", []string{"Control"}, "+\ue009+k-k-\ue009"},
		{"?", nil, "+\ue008+?-?-\ue008"},
		{"Tab", []string{"Shift"}, "+\ue008+\ue004-\ue004-\ue008"},
		{" ", nil, "+ - "},
	} {
		keys, err := keyPress(tc.key, tc.mods)
		must(t, err)
		got := ""
		for _, step := range keys["actions"].([]object) {
			got += map[any]string{"keyDown": "+", "keyUp": "-"}[step["type"]] + step["value"].(string)
		}
		if got != tc.want {
			t.Errorf("%s: got %q, expected %q", tc.key, got, tc.want)
		}
	}
	if _, err := keyPress("Turbo", nil); err == nil {
		t.Error("there is a key Turbo")
	}
	if _, err := keyPress("a", []string{"Hyper"}); err == nil {
		t.Error("there is a modifier Hyper")
	}
}
