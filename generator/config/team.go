package config

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"

	"playbook/generator/decode"
	"playbook/generator/diag"
)

const codeTeamKey diag.Code = "PB1119"

// teamKeys reads the public keys of [team] key: one text, or a list of them.
func (r *reader) teamKeys() []string {
	e := r.t.Lookup("team", "key")
	if e == nil {
		return nil
	}
	list := []*decode.Value{e.Value}
	if e.Value.Kind == decode.List {
		list = e.Value.List()
	}
	var keys []string
	for _, v := range list {
		if raw, err := base64.RawURLEncoding.DecodeString(v.Str()); v.Kind != decode.String || err != nil || !isPoint(raw) {
			r.at(v.Span, codeTeamKey, "this is not a public key, found %s", r.f.Text[v.Span.Start:v.Span.End]).
				Hint = "the page team.html makes a key, and shows the line for site.toml: 87 letters, digits, - and _"
			continue
		}
		keys = append(keys, v.Str())
	}
	return keys
}

// isPoint reports whether raw is a public key: an uncompressed point of the curve P-256.
func isPoint(raw []byte) bool {
	_, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), raw)
	return err == nil
}
