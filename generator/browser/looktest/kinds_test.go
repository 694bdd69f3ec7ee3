package looktest

import (
	"testing"

	"playbook/generator/browser/testsite"
	"playbook/generator/kinds"
)

// kind is a kind of page: where one is, and what a reader did there first, in
// lines of a browser script.
type kind struct {
	name, url string
	used      bool // by a reader who follows a path and has begun
	do        string
}

// begin is what a reader did before the pages that are "used": followed a path,
// ticked, read.
const begin = `
open paths/ae.html
click "[data-pb-choose-path]"
text "[data-pb-choose-path]" /./
open qualification/five-properties.html
wait "document.querySelector('.prose [data-live]')"
eval "document.querySelectorAll('.prose input[type=checkbox]').forEach((b, i) => i % 2 || b.click())"
wait "document.querySelector('[data-pb-read][aria-pressed]')"
eval "document.querySelector('[data-pb-read][aria-pressed=false]')?.click()"
attr "[data-pb-read]" aria-pressed true
open follow-up-sins/agree-the-interval.html
wait "document.querySelector('.prose [data-live]')"
eval "document.querySelectorAll('.prose input[type=checkbox]').forEach((b, i) => i % 3 && b.click())"
wait "document.querySelector('[data-pb-read][aria-pressed]')"
eval "document.querySelector('[data-pb-read][aria-pressed=false]')?.click()"
attr "[data-pb-read]" aria-pressed true
open start/start-here.html
wait "document.querySelector('[data-pb-read]')"
eval "document.querySelectorAll('.prose input[type=checkbox]').forEach((b) => b.click())"
wait "document.querySelector('[data-pb-read][aria-pressed]')"
eval "document.querySelector('[data-pb-read][aria-pressed=false]')?.click()"
attr "[data-pb-read]" aria-pressed true
`

const searched = `
press /
focus ".pb-search input"
`

// pages are the kinds of page of the shipped playbook.
var pages = []kind{
	{name: "home", url: "index.html"},
	{name: "home-back", url: "index.html", used: true, do: `visible "[data-pb-home]"`},
	{name: "section", url: "follow-up-sins/index.html"},
	{name: "lesson-campaign", url: "campaign-analogies/current-customers-first.html"},
	{name: "lesson-followup", url: "follow-up-sins/agree-the-interval.html", used: true},
	{name: "lesson-scorecard", url: "follow-up-sins/seven-sins-audit.html"},
	{name: "lesson-qualification", url: "qualification/five-properties.html", used: true},
	{name: "lesson-mindset", url: "start/start-here.html"},
	{name: "lesson-other-language", url: "follow-up-sins/fear-behind-follow-up.html"},
	{name: "audit", url: "client-mix-audits/client-mix-audit.html"},
	{name: "audit-filled", url: "client-mix-audits/client-mix-audit.html", used: true, do: `wait "document.querySelector('pb-mix[data-live]')"
click ".nothing [data-act=example]"
wait "document.querySelector('pb-mix .live .ledger tbody tr')"`},
	{name: "paths", url: "paths/index.html"},
	{name: "path", url: "paths/ae.html"},
	{name: "path-followed", url: "paths/ae.html", used: true, do: `visible "li.cur .here"`},
	{name: "terms", url: "tags/index.html"},
	{name: "term", url: "tags/follow-up.html"},
	{name: "role", url: "roles/ae.html"},
	{name: "lesson-kind", url: "kinds/campaign.html"},
	{name: "search-page", url: "search.html"},
	{name: "search", url: "index.html", do: searched},
	{name: "search-found", url: "qualification/index.html", do: searched + `type "budget"
wait "document.querySelector('.pb-search [role=option]')"`},
	{name: "search-nothing", url: "qualification/index.html", do: searched + `type "xqzzyv"
text ".pb-search [role=status]" /./
settled`},
	{name: "keys", url: "qualification/index.html", do: `press ?
visible "dialog.pb-keys"`},
	{name: "my-data", url: "my-data.html", do: `visible "[data-part=kept]"`},
	{name: "my-data-kept", url: "my-data.html", used: true, do: `visible "[data-part=kept] table"`},
	{name: "progress", url: "progress.html", do: `wait "document.querySelector('[data-pb-page]').childElementCount"`},
	{name: "progress-begun", url: "progress.html", used: true, do: `wait "document.querySelector('[data-pb-page]').childElementCount"`},
	{name: "practice", url: "practice.html", do: `wait "document.querySelector('[data-pb-page]').childElementCount"`},
	{name: "practice-begun", url: "practice.html", used: true, do: `wait "document.querySelector('[data-pb-page]').childElementCount"`},
	{name: "changes", url: "changes.html"},
	{name: "glossary", url: "glossary.html"},
	{name: "404", url: "404.html"},
	{name: "book", url: "book.html"},
}

// widgets are the examples of every kind of widget, as they come and in use,
// with the kind's menu open where it has one.
func widgets(t testing.TB) []kind {
	var all []kind
	for _, k := range kinds.All() {
		url := "widgets/" + k.Name + ".html"
		if k.Static {
			all = append(all, kind{name: "widget-" + k.Name, url: url})
			continue
		}
		live := `wait "document.querySelector('pb-` + k.Name + `[data-live]')"
`
		all = append(all, kind{name: "widget-" + k.Name, url: url, do: live})
		all = append(all, kind{name: "widget-" + k.Name + "-used", url: url, do: live + testsite.KindOf(t, k.Name).Used})
	}
	return all
}
