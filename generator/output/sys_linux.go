//go:build !other

package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// canExchange says whether this system has a call that exchanges two folders.
const canExchange = true

// exchangeDirs swaps a and b in one step.
func exchangeDirs(a, b string) error {
	for {
		switch err := unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE); err {
		case nil:
			return nil
		case unix.EINTR:
		case unix.EINVAL, unix.EXDEV, unix.EBUSY, unix.ENOSYS, unix.EPERM, unix.EACCES, unix.EOPNOTSUPP:
			return fmt.Errorf("%w: %w", errNoExchange, err)
		default:
			return fmt.Errorf("exchange folders: %w", err)
		}
	}
}

// A mountID identifies a mount. If a file system has several volumes under one mount, it
// also identifies the volume.
type mountID struct{ mount, device uint64 }

// mountOf returns the mount of a folder, zero if unknown.
func mountOf(dir string) mountID {
	var st unix.Statx_t
	if err := unix.Statx(unix.AT_FDCWD, dir, unix.AT_SYMLINK_NOFOLLOW, unix.STATX_MNT_ID, &st); err != nil {
		return mountID{}
	}
	id := mountID{device: uint64(st.Dev_major)<<32 | uint64(st.Dev_minor)}
	if st.Mask&unix.STATX_MNT_ID != 0 {
		id.mount = st.Mnt_id
	}
	return id
}

// statIn returns the size of the regular file rel in an open folder and the time of its
// last change; the size is -1 for anything else. It is one short system call and
// allocates nothing, because ten thousand calls are most of a run without changes.
func statIn(dir *os.File, rel string) (size int64, changed time.Time, err error) {
	var st unix.Stat_t
	for {
		err = unix.Fstatat(int(dir.Fd()), rel, &st, unix.AT_SYMLINK_NOFOLLOW)
		if err != unix.EINTR {
			break
		}
	}
	if err != nil {
		return -1, changed, &fs.PathError{Op: "stat", Path: rel, Err: err}
	}
	if st.Mode&unix.S_IFMT != unix.S_IFREG {
		return -1, changed, nil
	}
	return st.Size, time.Unix(st.Mtim.Unix()), nil
}

// createFile makes a file under a name that must not exist. Unlike os.OpenFile it does
// not register the file with the poller. That takes five more system calls, and regular
// files cannot be polled.
func createFile(name string) (*os.File, error) {
	for {
		switch fd, err := unix.Open(name, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL|unix.O_CLOEXEC, fileMode); err {
		case nil:
			return os.NewFile(uintptr(fd), name), nil
		case unix.EINTR:
		default:
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
	}
}

// isMount reports whether dir is a mount point.
func isMount(dir string) bool { return mountOf(dir) != mountOf(filepath.Dir(dir)) }

// arm notes the inode of the new site's folder in the staging folder, just before the two
// folders are exchanged. exchanged compares it to find out whether that has happened.
func (p *publication) arm() error {
	info, err := os.Lstat(p.stage.tree)
	if err != nil {
		return err
	}
	return writeNew(filepath.Join(p.stage.root, armedName), fileMode, []byte(inode(info)))
}

func inode(info fs.FileInfo) string {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return strconv.FormatUint(st.Ino, 10)
	}
	return ""
}

// exchanged reports whether the folder tree in a staging folder is an old site: its inode
// is not the one that arm noted.
func exchanged(root, tree string) bool {
	data, err := readFile(filepath.Join(root, armedName), maxNote)
	if err != nil || len(data) == 0 {
		return false
	}
	info, err := os.Lstat(tree)
	return err == nil && inode(info) != string(data)
}

// copyMode gives the folder to the same mode as from and, if permitted, the same owner.
func copyMode(from, to string) error {
	info, err := os.Lstat(from)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	now, err := os.Lstat(to)
	if err != nil {
		return err
	}
	a, okA := info.Sys().(*syscall.Stat_t)
	b, okB := now.Sys().(*syscall.Stat_t)
	if okA && okB && (a.Uid != b.Uid || a.Gid != b.Gid) {
		_ = os.Lchown(to, int(a.Uid), int(a.Gid)) // only root may do this, so a failure is ignored
	}
	return os.Chmod(to, info.Mode())
}

// syncAll flushes the file system that dir is on.
func syncAll(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(canSync(unix.Syncfs(int(f.Fd()))), f.Close())
}

func syncHandle(f *os.File) error { return canSync(f.Sync()) }

// canSync drops the errors of file systems that have no way to flush.
func canSync(err error) error {
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.ENOTSUP) {
		return nil
	}
	return err
}
