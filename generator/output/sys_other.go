//go:build !linux || other

package output

import (
	"os"
	"runtime"
	"time"
)

// canExchange says whether this system has a call that exchanges two folders.
const canExchange = false

func exchangeDirs(string, string) error { return errNoExchange }

type mountID struct{}

func mountOf(string) mountID { return mountID{} }
func isMount(string) bool    { return false }

// statIn returns the size of the regular file rel in a folder and when it was
// changed; size -1 for anything else.
func statIn(dir *os.File, rel string) (size int64, changed time.Time, err error) {
	info, err := os.Lstat(join(dir.Name(), rel))
	if err != nil || !info.Mode().IsRegular() {
		return -1, changed, err
	}
	return info.Size(), info.ModTime(), nil
}

// createFile makes a file under a name that is not taken.
func createFile(name string) (*os.File, error) {
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
}

// arm is never reached: without an exchange there is nothing to arm.
func (p *publication) arm() error { return errNoExchange }

func exchanged(string, string) bool { return false }
func copyMode(string, string) error { return nil }
func syncAll(string) error          { return nil }

// syncHandle flushes a file. Windows flushes only what is open for writing;
// there it is left to the system.
func syncHandle(f *os.File) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	return f.Sync()
}
