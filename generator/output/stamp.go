package output

import (
	"io/fs"
	"time"
)

// A Stamp is what a file system says about a file that has not been read. Two equal
// stamps of one path mean the same bytes, if the first was [Stamp.Settled] when the
// bytes were read.
type Stamp struct {
	Size int64
	// Modified and Changed are the times of the last change of the bytes and
	// of the entry, in nanoseconds; Inode is the file's number. Changed and
	// Inode are 0 on systems without them.
	Modified, Changed int64
	Inode             uint64
}

// settling is the age from which a file's times show every later change: some file
// systems count in steps of two seconds.
const settling = 2 * time.Second

// Settled reports whether the file was changed long enough before now that any
// change after now shows in its stamp.
func (s Stamp) Settled(now time.Time) bool {
	return now.UnixNano()-max(s.Modified, s.Changed) > int64(settling)
}

// StampOf returns a file's stamp. Take it before you read the bytes, so that a change in
// between gives another stamp.
func StampOf(info fs.FileInfo) Stamp {
	s := Stamp{Size: info.Size(), Modified: info.ModTime().UnixNano()}
	s.Changed, s.Inode = identity(info)
	return s
}
