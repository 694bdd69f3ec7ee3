package search

import (
	"strings"
	"sync"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/russian"
)

// language has the rules for one language. All endings and linkers are folded keys.
type language struct {
	snowball   func(*snowballstem.Env) bool
	stems      func(word, stem string) []string // further stems of a word, given Snowball's stem
	endings    string                           // endings of inflection and of the most frequent derivations; a{b,c} is ab and ac
	strip      map[string]bool                  // the endings that also make stems
	verbs      map[string]bool                  // the endings of verbs that make sure stems, see stem.go
	linkers    []string                         // between the parts of compounds
	alternates [][2]string                      // other spellings of letters in queries: ae for ä
	compounds  bool
	guard      guard // zero: the usual guard; languages with longer endings need another
}

// languages are created on demand, because a site has few of them.
var languages = map[string]func() *language{
	"en": sync.OnceValue(func() *language {
		return &language{snowball: english.Stem, stems: englishStems, endings: endingsEN + " er{s,} or{s,} {b,d,g,l,m,n,p,r,t}er{s,}", strip: set(endingsEN)}
	}),
	"de": sync.OnceValue(func() *language {
		return &language{
			snowball: german.Stem, stems: germanStems, endings: endingsDE + " " + verbsDE + " " + nounsDE, strip: set(endingsDE),
			linkers: fields("s es n en er e"), compounds: true, guard: guard{shorter: 6, longest: 4},
			alternates: [][2]string{{"ae", "a"}, {"oe", "o"}, {"ue", "u"}},
		}
	}),
	"nl": sync.OnceValue(func() *language {
		return &language{
			snowball: dutch.Stem, stems: dutchStems, endings: endingsNL + " " + verbsNL + " " + spellingNL + " " + nounsNL, strip: set(endingsNL),
			linkers: fields("s en n e"), compounds: true,
		}
	}),
	"fr": sync.OnceValue(func() *language {
		return &language{snowball: french.Stem, stems: frenchStems, endings: endingsFR + " " + nounsFR, strip: set(endingsFR)}
	}),
	"ru": sync.OnceValue(func() *language {
		return &language{snowball: russian.Stem, stems: russianStems, endings: endingsRU + " " + nounsRU, strip: set(endingsRU)}
	}),
	"pl": sync.OnceValue(func() *language {
		return &language{stems: polishStems, endings: endingsPL + " " + softPL + " " + nounsPL, strip: set(endingsPL), verbs: set(verbsPL), guard: guard{shorter: 5, longest: 4}}
	}),
}

var unknownLanguage = &language{}

// languageOf takes a tag such as de or de-AT. In a language without rules, words are found in their exact form, by
// prefix and with typing errors.
func languageOf(tag string) *language {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if l := languages[base]; l != nil {
		return l()
	}
	return unknownLanguage
}

// Says describes how words of a language are found, as the end of a sentence.
func Says(tag string) string {
	l := languageOf(tag)
	if l.snowball == nil && l.stems == nil {
		return "words are found as they are written, by their beginning and with a letter wrong; accents make no difference. " +
			"Other forms of a word are not found: no rules for the endings of this language are known"
	}
	out := "words are found in all their forms, by their beginning and with a letter wrong; accents make no difference"
	if l.compounds {
		out += ", and the parts of compounds are words"
	}
	return out
}

func fields(s string) []string { return strings.Fields(s) }

// set expands a list of endings: a{b,c} is ab and ac.
func set(pattern string) map[string]bool {
	out := map[string]bool{}
	for _, p := range fields(pattern) {
		for _, e := range expand(p) {
			out[e] = true
		}
	}
	return out
}

func expand(p string) []string {
	before, rest, ok := strings.Cut(p, "{")
	if !ok {
		return []string{p}
	}
	choices, after, _ := strings.Cut(rest, "}")
	tails := expand(after)
	var out []string
	for _, c := range strings.Split(choices, ",") {
		for _, t := range tails {
			out = append(out, before+c+t)
		}
	}
	return out
}

// regex converts a list of endings to a regular expression for the client.
func regex(pattern string) string {
	return strings.NewReplacer("{", "(?:", "}", ")", ",", "|", " ", "|").Replace(pattern)
}

const endingsEN = "s es ed d ing{s,ly,} est ly al{ly,} abl{e,y} y i{es,ed,er,est,ly} e iv{e,ely} ness " +
	"ful{ly,} ment{s,} {at,it,}ion{s,al,} {b,d,g,l,m,n,p,r,t}{ed,ing}"

const endingsDE = "e{n,r,s,m,} n s {t,et,st,est,er,nd,end}{e,en,er,es,em,} ung{en,s,} {lich,isch,bar,los,ig,iv,ell}{e,en,er,es,em,} " +
	"{er,st,est}{e,en,er,es,em} {,er}in{nen,} or{en,} " +
	"{heit,keit,igkeit,schaft}{en,} ion{en,} {bar,lich,ig}{er,st}{e,en,er,es,em}"

const endingsNL = "e{n,re,} n s st ste{n,} t {t,d}{e,en} end{e,en,} {,t,p,k,et}je{s,} ing{en,s,} " +
	"{lijk,baar,ief,ieve,loos,loze,ig,isch}{e,er,ere,st,ste,heid,heden,} heid heden ie{s,}"

// spellingNL are ends of words that differ only in spelling: brief, brieven; stap, stappen; gewoon, gewone.
const spellingNL = "f ve{n,r,} ze{n,r,} {b,d,f,g,k,l,m,n,p,r,s,t}{e,en,er,ers,t,ing,ingen,te,ten,de,den} " +
	"{a,e,o,u}{d,f,g,k,l,m,n,p,r,s,t}{,t} {d,v,g,k,l,m,n,p,r,z,t}e{n,}"

const endingsFR = "s e{,s} x aux al{e,es,ement} er ez ent ant{,e,s,es,ent} e{e,es,rent} ai{s,t,ent} i{,e,s,es,t} u{,e,s,es} " +
	"{i,}ons {i,}ez {e,i,}r{a,ai,as,ons,ez,ont,ait,ais,aient,ions,iez} ir iss{ent,ons,ez,ait,aient,ant} re ment{s,} ement{s,} " +
	"euse{s,} eux if{s,} ive{s,} able{s,} ible{s,} iel{s,le,les} el{s,le,les}"

const endingsRU = "{,и}{а,я,у,ю,ы,и,е,о,ь,й,ой,ей,ом,ем,ою,ею,ов,ев,ям,ам,ями,ами,ях,ах} " +
	"{,н,енн,анн,онн,ованн,ск,ивн,льн,ем,им,уем,ующ,ющ,ащ,ящ,ущ,вш,ивш,авш,евш}{ый,ий,ой,ая,яя,ое,ее,ые,ие,ого,его,ому,ему,ым,им,ом,ем,ую,юю,ых,их,ыми,ими,а,о,ы,ею,ою,ей}{,ся} " +
	"{а,я,и,е,о,у,ова,ева,ыва,ива,ирова,ну,}{ть,л,ла,ло,ли,в,вши}{,ся,сь} " +
	"{,ыва,ива,у,иру,а,я,е}{ю,у,ешь,ет,ем,ете,ют,ут,ишь,ит,им,ите,ат,ят,й,йте,ь,ьте,и}{,ся,сь} " +
	"{а,я,ова,ирова,е}ни{е,я,ю,ем,и,й,ям,ями,ях} ост{ь,и,ью,ей,ям,ями,ях} а{,сь} я{,сь} ен ан н ок ек к к{а,у,и,ом,ов,е,ой}"

const endingsPL = "{,i}{a,e,u,o,om,em,ami,ach,owi,owie,ow,y,i,ej,ego,emu,ym,ymi,ich,im,imi,ych,mi} " +
	"{owa,ywa,iwa,a,e,i,y,na,ia}c {owa,ywa,iwa,a,e,i,y,na,ne,ia,ie,}l{,a,o,i,y}{,by}{,m,s,smy,scie} {owa,ywa,iwa,a,e,i,y,na,}l{em,es} " +
	"{a,e,i,y}{m,sz,my,cie} {a,ia,}ja {,uj,j}{e,esz,emy,ecie,a} {aj,uj,ij,yj}{,my,cie} j{,my,cie}{,z} " +
	"{owa,ywa,iwa,a,o,io,e,ie,}n{y,a,e,ego,ej,ych,ym,ymi,i,o} {,j,uj,aj,i}ac{y,a,e,ego,ej,ych,ym,ymi,} " +
	"{owa,ywa,iwa,a,e,ie,}ni{e,a,u,em,ach,om,ami} osc{,i,ia,iom,iami,iach} n"

// softPL are ends of words that begin with a consonant that inflection softens: artefakty, artefakcie; krok, kroku;
// wiersz, wierszu.
const softPL = "{ci,dzi,rz,c,cz,k,ki,t,d,r,st,sci}{e,y,a,u,i,o,ow,om,em,ami,ach,} {on,en,z,s,sz,n,ni}{e,i,y,a,u,o,}"

// verbsPL are the endings after the stem of a verb that has -owa- in one tense and -uj- in
// the other.
const verbsPL = "{owa,ywa,iwa}{c,l,la,lo,li,ly,lem,lam,les,las,no} {owa,ywa,iwa}n{y,a,e,ego,ej,ych,ym,ymi,i,o} " +
	"{owa,ywa,iwa}ni{e,a,u,em,ach,om,ami} uj{e,esz,emy,ecie,a,,my,cie,ac} ujac{y,a,e,ego,ej,ych,ym,ymi}"

// Endings of different words, which make no stems: verbs from nouns (Programm, programmieren; controle,
// controleren), people who do something (bijdrager), and the -d of a participle, which often belongs to the word
// (bestand).
const (
	verbsNL = "d er{,s} {eerd,erend}{e,en,} eer{t,de,den,}"
	verbsDE = "ier{en,t,te,ten,ter,tes,ung,ungen,end,ende,enden,e,st,}"
)

// Latin verbs and their nouns: qualifizieren, Qualifikation; kwalificeren, kwalificatie. They are different words,
// so these endings make no stems. A search for the verb finds the noun with less weight.
const (
	nounsDE = "{,at,kat}ion{en,} zier{en,t,te,ten,ter,end,ende,ung,ungen}"
	nounsNL = "{at,}ie{s,} er{en,ing,ingen}"
	nounsFR = "{at,it,i,}ion{s,} at{eur,eurs,rice,rices} eur{s,} {a,e}nce{s,} age{s,} ite{s,} {,i}ere{s,} ier{s,}"
	nounsRU = "{,к}аци{я,и,ю,ей,й,ям,ями,ях} {,ц}ирова{ть,л,ла,ли,н,на,но,ны,ния,ние}"
	nounsPL = "{,k}acj{a,e,i,o,om,ami,ach}"
)
