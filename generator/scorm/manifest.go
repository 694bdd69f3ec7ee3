package scorm

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"strings"

	"playbook/generator/site"
	"playbook/generator/theme"
)

// manifestName is the file name of the manifest.
const manifestName = "imsmanifest.xml"

// A manifest lists the content of a package. It follows the content packaging and
// metadata of IMS with ADL's additions: SCORM 1.2 CAM (IMS CP 1.1.2, IMS MD 1.2.1), and
// SCORM 2004 3rd edition CAM (IMS CP 1.1.4, IEEE LOM).
type manifest struct {
	*Course
	site        string
	files       []string // sorted, including the shell
	description string
}

// describe returns the description of the course: the path's or the lesson's summary,
// else the site's.
func describe(s *site.Site, p *theme.Package) string {
	switch {
	case p.Final != nil:
		return p.Final.Summary
	case len(p.Lessons) == 1:
		return p.Lessons[0].Summary
	}
	return cmp.Or(p.Lang.Language.Description, s.Config.Description)
}

// The XML names of the two versions.
const (
	open12 = `<manifest identifier="%s" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata>
<schema>ADL SCORM</schema>
<schemaversion>1.2</schemaversion>
<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1">
<general><title><langstring xml:lang="%[2]s">%[3]s</langstring></title><language>%[2]s</language><description><langstring xml:lang="%[2]s">%[4]s</langstring></description></general>
<technical><format>text/html</format></technical>
<educational><typicallearningtime><datetime>%[5]s</datetime></typicallearningtime></educational>
</lom>
</metadata>
`
	open2004 = `<manifest identifier="%s" version="1.0" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
<metadata>
<schema>ADL SCORM</schema>
<schemaversion>2004 3rd Edition</schemaversion>
<lom xmlns="http://ltsc.ieee.org/xsd/LOM">
<general><title><string language="%[2]s">%[3]s</string></title><language>%[2]s</language><description><string language="%[2]s">%[4]s</string></description></general>
<technical><format>text/html</format></technical>
<educational><typicalLearningTime><duration>%[5]s</duration></typicalLearningTime></educational>
</lom>
</metadata>
`
	organization = `<organizations default="course">
<organization identifier="course">
<title>%[1]s</title>
<item identifier="item" identifierref="sco"%[2]s>
<title>%[1]s</title>
%[3]s</item>
%[4]s</organization>
</organizations>
<resources>
<resource identifier="sco" type="webcontent" adlcp:%[5]s="sco" href="%[6]s">
`
	// The course reports its own status and score; nothing is rolled up from parts.
	sequencingItem = `<imsss:sequencing><imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/></imsss:sequencing>
`
	sequencingCourse = `<imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>
`
)

// xml returns the manifest as XML.
func (m *manifest) xml() []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	title := text(m.pkg.Title)
	open, visible, item, course, kind := open12, ` isvisible="true"`, "", "", "scormtype"
	if m.Version == V2004 {
		open, item, course, kind = open2004, sequencingItem, sequencingCourse, "scormType"
	}
	fmt.Fprintf(&b, open, m.identifier(), text(m.pkg.Lang.Code), title, text(cmp.Or(m.description, m.pkg.Title)), m.duration())
	fmt.Fprintf(&b, organization, title, visible, item, course, kind, theme.ShellURL)
	for _, name := range m.files {
		fmt.Fprintf(&b, "<file href=\"%s\"/>\n", text(name))
	}
	b.WriteString("</resource>\n</resources>\n</manifest>\n")
	return b.Bytes()
}

// identifier is the same for every package of a course, so that a platform recognizes a
// revised one. It is an ASCII XML name.
func (m *manifest) identifier() string {
	what := cmp.Or(m.Path, m.Lesson, "book")
	return fmt.Sprintf("playbook-%s-%s-%08x", name(m.site), name(what), hash(m.site, what, m.pkg.Lang.Code))
}

// name removes characters that an XML name cannot have.
func name(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, s)
}

// duration returns the lessons' reading time in ISO 8601.
func (m *manifest) duration() string {
	minutes := 0
	for _, l := range m.pkg.Lessons {
		minutes += l.Minutes
	}
	return fmt.Sprintf("PT%dH%dM", minutes/60, minutes%60)
}

// text escapes a text for XML.
func text(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder never fails
	return b.String()
}
