package content

import "strings"

// clobbers are ids, in lower case, that would shadow a property a script relies
// on, because browsers publish elements by id on window, and some on document:
// names of their interfaces, of objects, and of this playbook's own parts. No
// script of the playbook reads a property so named in another case, but a
// reader's extension may compare without it.
var clobbers = func() map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields("" +
		"__definegetter__ __definesetter__ __lookupgetter__ __lookupsetter__ __proto__ addeventlistener adoptnode " +
		"anchors appendchild applets baseuri body characterset charset childelementcount childnodes classname clonenode " +
		"comparedocumentposition constructor content contenttype cookie createattribute createcomment " +
		"createdocumentfragment createelement createelementns createevent createrange createtextnode createtreewalker " +
		"currentscript customelements dataset defaultview designmode dispatchevent doctype document documentelement " +
		"documenturi domain elementfrompoint embeds eval exitfullscreen fetch firstchild firstelementchild forms frames " +
		"fullscreenelement getattribute getcomputedstyle getelementbyid getelementsbyclassname getelementsbyname " +
		"getelementsbytagname getselection globalthis hasattribute haschildnodes hasfocus hasownproperty head history " +
		"href images implementation indexeddb innerhtml innertext insertbefore isprototypeof lastchild lastelementchild " +
		"lastmodified length links localname localstorage location main matchmedia name namespaceuri navigator " +
		"nextsibling nodename nodetype nodevalue normalize onclick onerror onload opener outerhtml ownerdocument parent " +
		"parentelement parentnode pb-config playbook plugins postmessage previoussibling propertyisenumerable prototype " +
		"queryselector queryselectorall readystate referrer removeattribute removechild removeeventlistener " +
		"replacechild requestanimationframe rootelement scripts scrollingelement search self serviceworker " +
		"sessionstorage setattribute setinterval settimeout shadowroot stylesheets submit tagname textcontent then " +
		"tolocalestring top tostring trustedtypes undefined url valueof visibilitystate window write writeln " +
		"xmlhttprequest") {
		m[name] = true
	}
	return m
}()

// globals are the clobbers among the properties of window itself. A heading's
// id is seen there and nowhere else: document publishes only forms, frames,
// images, embeds and objects (HTML Standard, named access on the Window and on
// the Document object). An author may therefore call a heading "head" or
// "links"; ids that the generator derives keep off all clobbers.
var globals = func() map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields("" +
		"__definegetter__ __definesetter__ __lookupgetter__ __lookupsetter__ __proto__ addeventlistener constructor " +
		"customelements dispatchevent document eval fetch frames getcomputedstyle getselection globalthis " +
		"hasownproperty indexeddb isprototypeof localstorage location matchmedia navigator onerror onload opener " +
		"parent pb-config playbook postmessage propertyisenumerable prototype removeeventlistener " +
		"requestanimationframe self sessionstorage setinterval settimeout tolocalestring top tostring trustedtypes " +
		"undefined valueof window xmlhttprequest") {
		m[name] = true
	}
	return m
}()
