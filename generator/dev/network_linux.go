package dev

import (
	"slices"

	"golang.org/x/sys/unix"
)

// remote lists network file systems by their numbers in statfs(2) and linux/magic.h. Another
// machine can change a file on them without an event from this machine's kernel.
var remote = []int64{
	0x6969,     // NFS
	0x517b,     // SMB
	0xff534d42, // CIFS
	0xfe534d42, // SMB 2
	0x01021997, // 9P, as under WSL and in virtual machines
	0x65735546, // FUSE: sshfs and the like
	0x786f4256, // VirtualBox shared folders
	0xbacbacbc, // VMware shared folders
	0x5346414f, // AFS
	0x00c36400, // Ceph
}

// isRemote reports whether dir is on a network file system.
func isRemote(dir string) bool {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return false
	}
	return slices.Contains(remote, int64(st.Type)&0xffffffff)
}
