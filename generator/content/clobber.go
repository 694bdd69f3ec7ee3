package content

import "strings"

// Browsers make elements available by id on window, and some on document. An id with
// the name of a property would hide a property that a script uses. The names are those
// of interfaces, objects and parts of this playbook, in lower case: no script of the
// playbook uses such a name in another case, but a reader's extension may ignore case.
const (
	// windowNames are properties of window. A heading's id is visible only there:
	// document has only forms, frames, images, embeds and objects (HTML Standard, named
	// access on the Window and on the Document object). So a heading may be called
	// Images, Links or History.
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
	// globals are the ids that no author may use.
	globals = nameSet(windowNames)
	// clobbers are the ids that the generator gives only to headings.
	clobbers = nameSet(windowNames + " " + otherNames)
)

func nameSet(names string) map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields(names) {
		m[name] = true
	}
	return m
}
