package scorm

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"playbook/generator/pipeline"
	"playbook/templates"
)

// made is a package of the shipped playbook, made once.
type made struct {
	zip    []byte
	report Report
	course *Course
	result *pipeline.Result
}

var shipped sync.Map // Options to func() (made, error)

// ship makes a package of the shipped playbook.
func ship(t testing.TB, o Options) made {
	t.Helper()
	f, _ := shipped.LoadOrStore(o, sync.OnceValues(func() (made, error) { return build(os.DirFS("../.."), o) }))
	m, err := f.(func() (made, error))()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// build makes a package of a playbook.
func build(source fs.FS, o Options) (made, error) {
	m := made{course: &Course{Options: o}}
	b := &pipeline.Builder{Source: source, Templates: templates.FS, Options: pipeline.Options{Date: "2026-11-30", NoSearch: true, Package: m.course.Choose}}
	var err error
	if m.result, err = b.Build(context.Background()); err != nil {
		return m, err
	}
	if err := m.course.Err(); err != nil {
		return m, err
	}
	if m.result.Diags.HasErrors() {
		return m, fmt.Errorf("%v", m.result.Diags)
	}
	var zip bytes.Buffer
	m.report, err = m.course.Write(context.Background(), m.result, &zip)
	m.zip = zip.Bytes()
	return m, err
}

// playbook is a txtar archive as a folder.
func playbook(text string) fstest.MapFS {
	files := fstest.MapFS{}
	for _, f := range txtar.Parse([]byte(text)).Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
	return files
}

// unpack is a package as a folder.
func unpack(t testing.TB, m made) *zip.Reader {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(m.zip), int64(len(m.zip)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}
