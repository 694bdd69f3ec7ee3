package output

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// Limits of the files that this package reads into memory, in bytes.
const (
	maxManifest = 256 << 20
	maxNote     = 4 << 10 // a pid or an inode
)

var errIrregular = errors.New("it is not a regular file")

// readFile reads a regular file of at most max bytes. It refuses pipes, which may block,
// and devices, which may have no end.
func readFile(name string, max int64) ([]byte, error) {
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = errIrregular
	case info.Size() > max:
		err = fmt.Errorf("it has more than %d bytes", max)
	}
	if err != nil {
		return nil, &os.PathError{Op: "read", Path: name, Err: err}
	}
	var b bytes.Buffer
	b.Grow(int(info.Size()) + bytes.MinRead) // so it is read in one piece
	_, err = b.ReadFrom(io.LimitReader(f, max))
	return b.Bytes(), err
}
