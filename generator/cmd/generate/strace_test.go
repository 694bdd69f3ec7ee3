package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// TestNoExecNoNetwork watches the system calls of a build of the example
// playbook: it starts no program and opens no connection. Part of the long
// tests, where strace is installed.
func TestNoExecNoNetwork(t *testing.T) {
	strace := needStrace(t)
	dir := t.TempDir()
	bin, log := filepath.Join(dir, "generate"), filepath.Join(dir, "calls")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	c := exec.Command(strace, "-f", "-e", "trace=execve,execveat,fork,vfork,connect,socket", "-o", log, bin, "-s", "../../..", "-o", filepath.Join(dir, "out"))
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	calls, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^\d+ +(execve|execveat|fork|vfork|connect|socket)\(.*`).FindAll(calls, -1)
	if len(found) != 1 { // its own start
		t.Errorf("calls:\n%s", calls)
	}
}
