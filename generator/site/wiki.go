package site

import (
	"strings"

	"playbook/generator/content"
)

// resolveWiki returns the target of a wiki link such as [[uid#heading]]. If there is none,
// it reports the link.
func (a *assembler) resolveWiki(g *group, l *content.Lesson, k content.Link) ref {
	uid, fragment, own := strings.Cut(k.Dest, "#")
	if uid == "" && own {
		return ref{group: g, fragment: fragment}
	}
	if t := a.named(uid); t != nil {
		return ref{group: t, fragment: fragment}
	}
	for i := range a.all {
		t := &a.all[i]
		if t.skipped != "" && (t.source.Meta.UID == uid || t.source.Base == uid) {
			return a.broken(l, k, codeSkippedLink, wayOut(t.skipped), "%q is not in this build: it is %s", uid, article(t.skipped))
		}
	}
	r := a.broken(l, k, codeUnknownUID, a.nearestUID(uid), "no lesson has the uid %q", uid)
	if meant := a.surelyUID(uid); meant != "" {
		if d := &a.ds[len(a.ds)-1]; !strings.HasPrefix(d.Hint, "did you mean") && !strings.Contains(d.Message, "did you mean") {
			d.Hint = "write [[" + meant + "]]"
		}
		a.offer(k, meant+strings.TrimPrefix(k.Dest, uid))
	}
	return r
}
