//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package output

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// flock takes the kernel's lock on an open folder without waiting. The error
// is errLockHeld if another has it, errors.ErrUnsupported if there are none
// (NFS refuses with EBADF: it wants the folder open for writing).
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

// alive reports whether a process of that number runs.
func alive(pid int) bool {
	err := unix.Kill(pid, 0)
	return err == nil || errors.Is(err, unix.EPERM)
}

func isNotDir(err error) bool      { return errors.Is(err, unix.ENOTDIR) }
func isCrossDevice(err error) bool { return errors.Is(err, unix.EXDEV) }

// mayNotWrite reports whether err says that a folder takes no new names, or
// none as long as a staging folder's.
func mayNotWrite(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.EROFS) || errors.Is(err, unix.ENAMETOOLONG)
}

// isResource reports whether err is about what the machine has left, not about
// the file: trying another way would not help.
func isResource(err error) bool {
	return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) || errors.Is(err, unix.EIO) ||
		errors.Is(err, unix.ENOMEM) || errors.Is(err, unix.EMFILE) || errors.Is(err, unix.ENFILE)
}
