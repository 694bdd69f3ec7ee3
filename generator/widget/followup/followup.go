// Package followup is the widget for promises to get in touch: leads with the
// agreed interval and channel, the day of the next touch, and a rule, set
// beforehand, for when to stop.
//
//	::: followup #offers interval=14 attempts=5 after=90d channels="phone,e-mail"
//	### When you ask
//	“When should I check, and how?”
//	:::
//
// The attributes set the defaults of a new lead and the working days; the texts are
// what to say. Leads are the reader's and stay in the browser, which computes their
// days in templates/widgets/followup/plan.js.
package followup

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"playbook/generator/diag"
	"playbook/generator/widget"
)

// Kind is the container "followup".
var Kind = widget.Kind{Name: "followup", Sees: reflect.TypeFor[*Followup](), Parse: parse, Takes: []widget.Takes{block}}

var block = widget.Takes{What: "followup", Attributes: []widget.Attribute{
	widget.Title,
	{Name: "interval", Value: "a number of days from 1 to 730", Does: "the days between touches; default: 14"},
	{Name: "attempts", Value: "a number from 1 to 50", Does: "touches without an answer before the planner stops; default: 5"},
	{Name: "after", Value: "a number of days such as 90d", Does: "when a closed lead comes back"},
	{Name: "channels", Value: "words with commas between them", Does: "the ways to be in touch, from which the reader chooses"},
	{Name: "days", Value: "days or ranges of days, for example mon-fri or tue,thu", Does: "the days on which a touch may fall; default: mon-fri"},
	{Name: "holidays", Value: "dates, days of every year such as 12-25, or ranges such as 2026-12-24..2027-01-04", Does: "the holidays, on which no touch may fall"},
	widget.Was,
}}

const (
	codeValue    diag.Code = "PB1760"
	codeChannels diag.Code = "PB1761"
	codeDays     diag.Code = "PB1762"
	codeHolidays diag.Code = "PB1763"
	codeTexts    diag.Code = "PB1764"
	codePart     diag.Code = "PB1765"
)

// A Followup is a planner: defaults for leads, a calendar, and texts.
type Followup struct {
	widget.Head
	// Interval is the number of days between touches of a new lead.
	Interval int
	// Attempts without an answer, or After days, end the touches. If After is 0, time
	// alone ends nothing.
	Attempts, After int
	Channels        []Channel
	// Days are the working days, 0 for Monday to 6 for Sunday.
	Days []int
	// Holidays are "2026-12-25", "12-25" for every year, or "2026-12-24..2027-01-02".
	Holidays []Holiday
	// Intro is the text before the first heading, as HTML.
	Intro string
	Texts []Text
}

// A Channel is a way to get in touch. Word is the key of its name in the interface's
// words, "" for an author's own channel.
type Channel struct{ ID, Word string }

// A Text is what to say. Role is "ask", "nurture" or "close".
type Text struct {
	Role    string
	Heading widget.Text
	HTML    string
	plain   string
}

// roles are in the order in which texts without an id get them.
var roles = []string{"ask", "nurture", "close"}

// words are the channels that have a name in every language.
var words = map[string]string{
	"meeting": "followup.channel_meeting", "phone": "followup.channel_phone", "e-mail": "followup.channel_email",
	"letter": "followup.channel_letter", "text": "followup.channel_text", "visit": "followup.channel_visit", "video": "followup.channel_video",
	"voicemail": "followup.channel_voicemail", "network": "followup.channel_network",
}

// maxChannels and maxChannel bound the list of channels and a channel's name.
const maxChannels, maxChannel = 12, 40

// SearchText returns the title and what to say.
func (f *Followup) SearchText() []string {
	out := []string{f.Title}
	for _, t := range f.Texts {
		out = append(out, t.Heading.Plain, t.plain)
	}
	return out
}

// Keeps returns the planner, which has the state, and no items: the leads are the
// reader's own.
func (f *Followup) Keeps() (*widget.Head, []*widget.Entry) { return &f.Head, nil }

// Copy returns a copy of the planner.
func (f *Followup) Copy() widget.Keeper {
	out := *f
	return &out
}

// A reader reads one block into a planner.
type reader struct {
	*widget.Reader
	f *Followup
}

func parse(b widget.Block) (widget.Widget, diag.List) {
	r := reader{f: &Followup{}, Reader: widget.NewReader(b, block)}
	r.f.Head = r.Head()
	r.f.Interval = r.Whole(b.Attrs, "interval", codeValue, 1, 730, 14)
	r.f.Attempts = r.Whole(b.Attrs, "attempts", codeValue, 1, 50, 5)
	r.f.After = r.after()
	r.channels()
	r.days()
	r.holidays()
	for _, p := range b.Parts {
		r.part(p)
	}
	if len(r.f.Texts) == 0 && len(r.Diags) == 0 {
		r.Diags.Add(b.At(b.Span, diag.Warning, codeTexts, "this followup has no texts").
			WithHint("write a heading and a text for each of asking, keeping in touch and closing: '### When you ask'"))
	}
	return r.f, r.Diags
}

var afterPattern = regexp.MustCompile(`^[1-9]\d{0,3}d$`)

func (r *reader) after() int {
	v := r.Value(r.Block.Attrs, "after", codeValue, "write a number of days such as after=90d", afterPattern.MatchString)
	n, _ := strconv.Atoi(strings.TrimSuffix(v, "d")) // the pattern allows only numbers
	return n
}

// list splits an attribute of several values. It calls each with every value and its
// place.
func (r *reader) list(key string, each func(part string, at widget.Span)) {
	t, ok := r.Block.Attrs.Find(key)
	if !ok || t.Flag {
		return
	}
	from := t.ValueSpan.Start
	raw := string(r.Block.File.Text[from:t.ValueSpan.End])
	for part := range strings.SplitSeq(t.Value, ",") {
		part = strings.TrimSpace(part)
		at := t.ValueSpan
		if i := strings.Index(raw, part); i >= 0 && part != "" {
			at = widget.Span{Start: from + i, End: from + i + len(part)}
			raw, from = raw[i+len(part):], from+i+len(part)
		}
		each(part, at)
	}
}

func (r *reader) channels() {
	const hint = `write the ways to be in touch, the usual one first: channels="phone,e-mail,meeting"`
	r.list("channels", func(id string, at widget.Span) {
		switch {
		case id == "":
			r.Report(at, codeChannels, "a channel has no name", hint)
		case len([]rune(id)) > maxChannel:
			r.Report(at, codeChannels, fmt.Sprintf("a channel's name has at most %d characters", maxChannel), hint)
		case slices.ContainsFunc(r.f.Channels, func(c Channel) bool { return strings.EqualFold(c.ID, id) }):
			r.Report(at, codeChannels, fmt.Sprintf("the channel %q appears twice", id), "remove one of them")
		case len(r.f.Channels) == maxChannels:
			r.Report(at, codeChannels, fmt.Sprintf("a followup has at most %d channels", maxChannels), "keep the ones that you use")
		}
		r.f.Channels = append(r.f.Channels, Channel{id, words[id]})
	})
	if len(r.f.Channels) == 0 {
		r.f.Channels = []Channel{{"phone", words["phone"]}, {"e-mail", words["e-mail"]}, {"meeting", words["meeting"]}}
	}
}

func (r *reader) part(p widget.Part) {
	last := len(r.f.Texts) - 1
	switch {
	case p.Type == widget.Nested:
		r.Report(p.Block.Span, codePart, "a followup cannot hold another container", "put it below the followup")
	case p.Type == widget.Heading:
		r.text(p)
	case p.HTML == "":
		r.Report(p.Span, codePart, "a followup cannot use this", "it holds headings, each with a text below it; readers add the leads")
	case last < 0:
		r.f.Intro += p.HTML
	default:
		r.f.Texts[last].HTML += p.HTML
		r.f.Texts[last].plain = strings.TrimSpace(r.f.Texts[last].plain + " " + p.Text.Plain)
	}
}

// text begins a text. The id says which one it is, or without an id its order.
func (r *reader) text(p widget.Part) {
	r.Check(widget.Takes{What: "followup heading"}, p.Attrs)
	taken := func(role string) bool {
		return slices.ContainsFunc(r.f.Texts, func(t Text) bool { return t.Role == role })
	}
	t := Text{Role: p.Attrs.ID, Heading: p.Text}
	switch {
	case t.Role == "":
		i := slices.IndexFunc(roles, func(role string) bool { return !taken(role) })
		if i < 0 {
			r.Report(p.Span, codeTexts, "a followup has at most three texts, and this is the fourth", "they are for asking, keeping in touch and closing, in this order")
			break
		}
		t.Role = roles[i]
	case !slices.Contains(roles, t.Role):
		r.Report(p.Attrs.IDSpan, codeTexts, fmt.Sprintf("no text of a followup is called %q", t.Role), diag.DidYouMean(t.Role, roles))
	case taken(t.Role):
		r.Report(p.Attrs.IDSpan, codeTexts, fmt.Sprintf("the text %q appears twice", t.Role), "headings without an id take ask, nurture and close in this order")
	}
	r.f.Texts = append(r.f.Texts, t)
}
