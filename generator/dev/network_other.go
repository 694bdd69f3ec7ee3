//go:build !linux

package dev

// isRemote works on Linux only. On other systems the user sets --poll.
func isRemote(string) bool { return false }
