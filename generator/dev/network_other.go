//go:build !linux

package dev

// isRemote is known on Linux only; elsewhere --poll says so.
func isRemote(string) bool { return false }
