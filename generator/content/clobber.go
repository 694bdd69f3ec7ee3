package content

import "strings"

// Browsers publish elements by id on window, and some on document: an id that
// is the name of a property would shadow one that a script relies on. The names
// are of interfaces, of objects and of this playbook's own parts, in lower case:
// no script of the playbook reads a property so named in another case, but a
// reader's extension may compare without it.
const (
	// windowNames are properties of window itself. A heading's id is seen there
	// and nowhere else: document publishes only forms, frames, images, embeds and
	// objects (HTML Standard, named access on the Window and on the Document
	// object). A heading may therefore be called Images, Links or History.
	windowNames = "" +
		"__definegetter__ __definesetter__ __lookupgetter__ __lookupsetter__ __proto__ addeventlistener constructor " +
		"customelements dispatchevent document eval fetch frames getcomputedstyle getselection globalthis " +
		"hasownproperty indexeddb isprototypeof localstorage location matchmedia navigator onerror onload opener " +
		"parent pb-config playbook postmessage propertyisenumerable prototype removeeventlistener " +
		"requestanimationframe self sessionstorage setinterval settimeout tolocalestring top tostring trustedtypes " +
		"undefined valueof window xmlhttprequest"
	otherNames = "" +
		"adoptnode anchors appendchild applets baseuri body characterset charset childelementcount childnodes " +
		"classname clonenode comparedocumentposition content contenttype cookie createattribute createcomment " +
		"createdocumentfragment createelement createelementns createevent createrange createtextnode " +
		"createtreewalker currentscript dataset defaultview designmode doctype documentelement documenturi domain " +
		"elementfrompoint embeds exitfullscreen firstchild firstelementchild forms fullscreenelement getattribute " +
		"getelementbyid getelementsbyclassname getelementsbyname getelementsbytagname hasattribute haschildnodes " +
		"hasfocus head history href images implementation innerhtml innertext insertbefore lastchild " +
		"lastelementchild lastmodified length links localname main name namespaceuri nextsibling nodename nodetype " +
		"nodevalue normalize onclick outerhtml ownerdocument parentelement parentnode plugins previoussibling " +
		"queryselector queryselectorall readystate referrer removeattribute removechild replacechild rootelement " +
		"scripts scrollingelement search serviceworker setattribute shadowroot stylesheets submit tagname " +
		"textcontent then url visibilitystate write writeln"
)

var (
	// globals are the ids that no author may give.
	globals = nameSet(windowNames)
	// clobbers are the ids that the generator gives to no element but a heading.
	clobbers = nameSet(windowNames + " " + otherNames)
)

func nameSet(names string) map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields(names) {
		m[name] = true
	}
	return m
}
