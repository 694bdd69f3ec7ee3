//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package output

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// flock takes the kernel's lock on an open folder without waiting. The error is
// errLockHeld if another process has it, errors.ErrUnsupported if locks are not supported
// (NFS returns EBADF: it requires that the folder is open for writing).
func flock(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	for errors.Is(err, unix.EINTR) {
		err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	}
	if err == unix.EWOULDBLOCK {
		return errLockHeld
	}
	for _, none := range []error{unix.ENOSYS, unix.ENOTSUP, unix.EOPNOTSUPP, unix.ENOLCK, unix.EBADF, unix.EINVAL} {
		if err == none {
			return errors.ErrUnsupported
		}
	}
	return err
}

// alive reports whether the process pid runs.
func alive(pid int) bool {
	err := unix.Kill(pid, 0)
	return err == nil || errors.Is(err, unix.EPERM)
}

func isNotDir(err error) bool      { return errors.Is(err, unix.ENOTDIR) }
func isCrossDevice(err error) bool { return errors.Is(err, unix.EXDEV) }

// mayNotWrite reports whether err says that a folder cannot hold a new name, or not one
// as long as a staging folder's.
func mayNotWrite(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.EROFS) || errors.Is(err, unix.ENAMETOOLONG)
}

// isResource reports whether err means that the machine is out of a resource. Trying
// another way would not help.
func isResource(err error) bool {
	return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) || errors.Is(err, unix.EIO) ||
		errors.Is(err, unix.ENOMEM) || errors.Is(err, unix.EMFILE) || errors.Is(err, unix.ENFILE)
}
