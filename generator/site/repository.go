package site

import (
	"html"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"playbook/generator/assets"
	"playbook/generator/content"
	"playbook/generator/diag"
)

// Markdown of a repository links to files that are not part of the site: the license,
// source code, folders, pages of the repository's host. Such a link is not a mistake.
// It leads to the address in [links] repository; without that setting its words stand
// without a link, with a warning. See decision 0130.

const codeOfRepository diag.Code = "PB1418"

// ofRepository resolves a link to a file of a repository that is not part of the site.
func (a *assembler) ofRepository(l *content.Lesson, k content.Link, full string) ref {
	if at := a.in.Config.Repository; at != "" {
		_, rest := parted(k.Dest)
		return ref{external: html.EscapeString(inRepository(at, a.in.ContentDir, full) + escapeRest(rest))}
	}
	a.broken(l, k, codeOfRepository, "write its address on the web, or set [links] repository in site.toml; 'generate explain PB1418' shows both",
		"this is a file of the repository but not of the site: the page shows the words without a link")
	a.ds[len(a.ds)-1].Severity = diag.Warning
	return ref{away: true}
}

// inRepository returns the address of a path relative to a folder of the repository.
func inRepository(at, dir, full string) string {
	up, parts := above(full)
	if root, _, ok := strings.Cut(at, "/blob/"); ok && up > 1 && slices.Contains(hostPages, parts[0]) {
		return strings.TrimSuffix(root, "/-") + "/" + escapePath(parts) // the form of GitHub and GitLab
	}
	to := path.Join(dir, full)
	for strings.HasPrefix(to, "../") { // outside the folder of site.toml, which may be part of a repository
		to = to[len("../"):]
	}
	return strings.ReplaceAll(at, "{path}", escapePath(strings.Split(to, "/")))
}

func escapePath(parts []string) string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = url.PathEscape(p)
	}
	return strings.Join(out, "/")
}

// escapeRest escapes the query or fragment after a path.
func escapeRest(rest string) string {
	return strings.NewReplacer(" ", "%20", `"`, "%22", "<", "%3C", ">", "%3E", "`", "%60").Replace(rest)
}

// above removes the steps out of a folder from a path, and counts them.
func above(full string) (up int, parts []string) {
	parts = strings.Split(strings.TrimSuffix(full, "/"), "/")
	for up < len(parts)-1 && parts[up] == ".." {
		up++
	}
	return up, parts[up:]
}

// isOfRepository reports whether a path below or outside the content folder must be
// that of a file or folder of a repository. A file for readers (a page, a picture, a
// document) never is, except the pages that every repository has. written is the path
// as in the link.
func isOfRepository(full, written string) bool {
	up, parts := above(full)
	_, named := above(path.Clean(strings.TrimPrefix(written, "/")))
	first, rest := named[0], strings.Join(named[1:], "/")
	outside := up > 0 || full == ".."
	base := parts[len(parts)-1]
	ext := strings.ToLower(path.Ext(base))
	page := slices.Contains(pageEndings, ext)
	switch {
	case base == "..": // a folder above
		return true
	case up > 1 && slices.Contains(hostPages, parts[0]):
		return true
	case slices.ContainsFunc(parts, func(s string) bool { return slices.Contains(dotFolders, s) }):
		return true
	case repositoryFile.MatchString(base) && (outside || !strings.HasPrefix(base, "README")):
		return true
	case page:
		return outside && ext == ".md" && (capitals.MatchString(base) || rest != "" && inCode(first, true))
	case slices.Contains(codeEndings, ext), strings.HasPrefix(base, ".") && base != "." && ext == base, settingsFile.MatchString(base):
		return true
	case assets.Published(ext):
		return outside && rest != "" && inCode(first, true) && slices.Contains([]string{".csv", ".json", ".txt"}, ext)
	}
	return ext == "" && inCode(first, outside)
}

// inCode reports whether a folder has a usual name of a folder of code.
func inCode(folder string, outside bool) bool {
	return slices.Contains(codeFolders, folder) || outside && slices.Contains(outerFolders, folder)
}

var (
	// hostPages are pages that a repository's host has besides the files.
	hostPages = strings.Fields(`actions blob branches commit commits compare contributors discussions edit fork graphs
		issues labels milestones network packages projects pull pulls pulse raw releases security settings stargazers
		tags tree watchers wiki wikis -`)
	// dotFolders are folders of hosts and tools in a repository.
	dotFolders = strings.Fields(`.azure-pipelines .buildkite .cargo .changeset .circleci .config .devcontainer .forgejo
		.git .gitea .github .gitlab .husky .idea .storybook .vscode .well-known .woodpecker`)
	// repositoryFile matches the files that many repositories have, whatever their ending.
	repositoryFile = regexp.MustCompile(`^(?:(?:UN)?LICEN[CS]ES?|COPYING|COPYRIGHT|NOTICE|PATENTS|AUTHORS|CONTRIBUTORS|CONTRIBUTING|CODE[-_]OF[-_]CONDUCT|` +
		`MAINTAINERS|OWNERS|CODEOWNERS|CREDITS|CHANGELOG|CHANGES|RELEASES?|RELEASE[-_]NOTES|VERSION|SECURITY|SUPPORT|GOVERNANCE|CITATION|DEPENDENCIES|UPGRADING|README)` +
		`(?:[-_.][\w.-]+)?$|^(?i:makefile|gnumakefile|dockerfile|containerfile|jenkinsfile|vagrantfile|procfile|gemfile|rakefile|brewfile|podfile|justfile|` +
		`fastfile|tiltfile|license|licence|copying|changelog|cmakelists\.txt|requirements[\w.-]*\.txt|gradlew|mvnw|bazel)(?:[-_.][\w.-]+)?$|^(?:BUILD|WORKSPACE)(?:\.bazel)?$`)
	// settingsFile matches settings of tools in a format that readers may be given too.
	settingsFile = regexp.MustCompile(`^(?:package(?:-lock)?|tsconfig[\w.-]*|jsconfig|composer|lerna|nx|turbo|deno|vercel|renovate|angular|manifest|cspell|bower|app|launch|tasks|settings|[\w-]+\.config|[\w-]+\.schema)\.json$`)
	// capitals matches the name of a page for a repository's visitors.
	capitals = regexp.MustCompile(`^[A-Z][A-Z0-9_-]+\.md$`)
	// codeFolders are usual names of folders of code that no team would use for its
	// pages.
	codeFolders = strings.Fields(`__tests__ benchmarks bin build ci cmd crates dist e2e example examples fixtures hack internal
		k8s kubernetes lib libs manifests node_modules packages pkg scripts sdk src test testdata tests third_party vendor`)
	// outerFolders are further such names, outside the content folder.
	outerFolders = strings.Fields(`api app apps assets backend benchmark charts client clients cli code common component components
		config configs contrib core data deploy deployment docker ext frontend git include infra infrastructure integration
		migrations mocks modules plugins proto provider providers public rfcs sample samples schema schemas script server services
		shared sources spec specs static tool tools types ui util utils website workflows`)
	// codeEndings are endings of source code and settings.
	codeEndings = strings.Fields(`.adoc .asm .awk .babelrc .bash .bazel .bat .bzl .c .cc .cfg .cjs .clj .cljs .cmake .cmd .coffee .conf .config .cpp
		.cr .cs .csproj .css .cts .cue .cxx .d .dart .diff .dockerfile .eex .ejs .el .elm .env .erb .erl .ex .example .exs .f90 .fish .fs .gemspec
		.glsl .go .gql .gradle .graphql .groovy .h .haml .hbs .hcl .hpp .hs .http .in .inc .ini .ipynb .j2 .java .jinja .jinja2 .jl .js
		.json5 .jsonc .jsx .kt .kts .less .lisp .liquid .lock .lua .m .make .mjs .mk .ml .mm .mod .mts .mustache .nim .nix .nu .patch .php .pl .pm
		.po .pot .prisma .properties .proto .ps1 .psm1 .pug .py .pyi .pyx .r .rake .rb .rego .rs .rst .sass .sbt .scala .scm .scss .sh .sln
		.snap .sol .spec .sql .star .styl .sum .svelte .swift .tcl .template .tex .tf .tfvars .thrift .tmpl .toml .tpl .ts .tsx .v .vala .vb .vim
		.vue .wat .wgsl .xsd .xsl .xslt .yaml .yml .zig .zsh`)
)

// moved returns the link to the only lesson with the name in a broken link, in any
// folder. It returns "" if there is none or several, or if the name is too common.
func (a *assembler) moved(l *content.Lesson, dest, full, fragment string) string {
	ext := path.Ext(full)
	if ext != "" && !slices.Contains(pageEndings, strings.ToLower(ext)) {
		return ""
	}
	base := path.Base(full)
	name := path.Base(content.CleanDir(strings.TrimSuffix(base, ext)))
	if len(name) < 3 || name == "index" || name == "home" || repositoryFile.MatchString(base) || strings.EqualFold(name, "readme") {
		return ""
	}
	if a.byName == nil {
		a.byName = map[string][]*content.Lesson{}
		for _, x := range a.in.Lessons {
			n := path.Base(content.CleanDir(strings.TrimSuffix(path.Base(x.Path), ".md")))
			a.byName[n] = append(a.byName[n], x)
		}
	}
	all := a.byName[name]
	if len(all) != 1 || a.pathed(all[0].Path) == nil || a.pathed(all[0].Path).skipped != "" {
		return ""
	}
	to := all[0]
	if fragment != "" && fragment != "top" && !slices.Contains(to.Anchors(), fragment) && a.asGitHub(to, fragment) == "" {
		return ""
	}
	_, rest := parted(dest)
	return Destination(RelativePath(dirOf(l.Path), to.Path)) + rest
}

// outOfContent resolves a link that leaves the content folder.
func (a *assembler) outOfContent(l *content.Lesson, k content.Link, full, written, fragment string) ref {
	if k.Kind == content.LinkImage {
		return a.broken(l, k, codeEscapes, "links and images must stay below the content folder", "%q leads outside the content folder", k.Dest)
	}
	meant := a.moved(l, k.Dest, full, fragment)
	if meant == "" && isOfRepository(full, written) {
		return a.ofRepository(l, k, full)
	}
	hint := "links and images must stay below the content folder"
	if meant != "" {
		hint = "write " + meant
	} else if near := a.nearest(l, full); strings.HasPrefix(near, "did you mean") {
		hint = near
	}
	r := a.broken(l, k, codeEscapes, hint, "%q leads outside the content folder", k.Dest)
	if meant != "" {
		a.offer(k, meant)
	}
	return r
}
