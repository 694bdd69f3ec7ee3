package assets

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestTurned: a photo's width and height are those it is shown with.
func TestTurned(t *testing.T) {
	plain, err := os.ReadFile("testdata/plain.jpg")
	if err != nil {
		t.Fatal(err)
	}
	size, ds := Media("plain.jpg", plain)
	if len(ds) > 0 || size.Width == size.Height {
		t.Fatalf("plain.jpg: %v %v", size, ds)
	}
	swapped := MediaInfo{size.Height, size.Width}
	for name, want := range map[string]MediaInfo{"turned-3.jpg": size, "turned-6.jpg": swapped} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := Media(name, data); got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	// The other orientations, the other byte order, and heads with mistakes.
	six, err := os.ReadFile("testdata/turned-6.jpg")
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(six, []byte("\x12\x01\x03\x00"))
	for n := range 10 {
		data := bytes.Clone(six)
		data[at+8] = byte(n)
		want := size
		if n >= 5 && n <= 8 {
			want = swapped
		}
		if got, _ := Media("x.jpg", data); got != want {
			t.Errorf("orientation %d: %v, want %v", n, got, want)
		}
	}
	big := bytes.Replace(six, six[bytes.Index(six, []byte("II*")):at+12], []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x08"), 1)
	if got, _ := Media("x.jpg", big); got != swapped {
		t.Errorf("big-endian: %v, want %v", got, swapped)
	}
	for i := range 64 { // a head cut or broken anywhere is no panic
		data := bytes.Clone(six)
		data[i] ^= 0xff
		Media("x.jpg", data)
		Media("x.jpg", six[:i])
	}
}

// TestDrawings: a drawing is text in UTF-8 that loads nothing and runs nothing;
// what it embeds is its own.
func TestDrawings(t *testing.T) {
	const open = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">`
	for body, want := range map[string]string{
		`<style>@font-face{font-family:a;src:url("data:application/font-woff;base64,AAAA")}</style>`:    "",
		`<style>@font-face{src:url(data:font/woff2;base64,AAAA) format("woff2")}</style>`:               "",
		`<image href="data:image/png;base64,iVBORw0KGgo=" width="5" height="5"/>`:                       "",
		`<image xlink:href="data:image/jpeg;base64,AAAA"/><image href=" data:image/webp;base64,AAAA"/>`: "",
		`<rect fill="url(#g)" style="filter:url('#f')"/><use href="#g"/>`:                               "",
		`<text>Data: what we know of javascript and url</text>`:                                         "",
		`<metadata><a xmlns="http://creativecommons.org/ns#" about="https://example.com/"/></metadata>`: "",
		`<path d="M0 0" data-name="https://example.com/x"/>`:                                            "",
		`<rect style="fill:url(https://evil/x)"/>`:                                                      "another place",
		`<rect fill="url('//evil/x#a')"/>`:                                                              "another place",
		`<style>rect{fill:u\72l(https://evil/x)}</style>`:                                               "another place",
		`<style>rect{fill:&#117;rl(https://evil/x)}</style>`:                                            "another place",
		`<style>@font-face{font-family:a;src:url(https://evil/a.woff)}</style>`:                         "another place",
		`<style>rect{background:image-set("https://evil/x" 1x)}</style>`:                                "another place",
		`<style>rect{mask:URL( https://evil/x )}</style>`:                                               "another place",
		`<rect style="mask:url(other.svg#m)"/>`:                                                         "another place",
		`<image href="ftp://evil/x.png"/>`:                                                              "another place",
		`<image href="ht&#10;tps://evil/x.png"/>`:                                                       "another place",
		`<use href="data:image/svg+xml;base64,AAAA"/>`:                                                  "another place",
		`<image href="data:text/html,x"/>`:                                                              "another place",
		`<image href="data:,x"/>`:                                                                       "another place",
		`<style>@import "x.css";</style>`:                                                               "active",
		`<style>@\69mport "https://evil/x.css";</style>`:                                                "active",
		`<a href="java&#x73;cript:x()"/>`:                                                               "active",
		`<scr` + "\x1b(B" + `ipt>x()</scr` + "\x1b(B" + `ipt>`:                                          "UTF-8",
		"<text>\xe4</text>":   "UTF-8",
		"<text>a\x00b</text>": "UTF-8",
		"<text>a\x08b</text>": "UTF-8",
	} {
		_, ds := Media("p.svg", []byte(open+body+"</svg>"))
		got := ""
		if len(ds) > 0 {
			got = ds[0].Message
		}
		if want == "" && got != "" || want != "" && !strings.Contains(got, want) {
			t.Errorf("%s\ngot  %q\nwant %q", body, got, want)
		}
	}
	for name, ok := range map[string]bool{"UTF-8": true, "utf-8": true, "US-ASCII": true, "ISO-2022-JP": false, "UTF-7": false, "ISO-8859-1": false, "UTF-16": false, "shift_jis": false} {
		_, ds := Media("p.svg", []byte(`<?xml version="1.0" encoding="`+name+`"?>`+open+"</svg>"))
		if ok != (len(ds) == 0) {
			t.Errorf("encoding %s: %v", name, ds)
		}
	}
}
