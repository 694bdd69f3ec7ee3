package output

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// flock does not exist for folders here; pidLock is used instead.
func flock(*os.File) error { return errors.ErrUnsupported }

// alive reports whether the process pid runs.
func alive(pid int) bool {
	h, err := windows.OpenProcess(windows.SYNCHRONIZE, false, uint32(pid))
	if err != nil {
		return errors.Is(err, windows.ERROR_ACCESS_DENIED)
	}
	defer func() { _ = windows.CloseHandle(h) }()
	event, err := windows.WaitForSingleObject(h, 0)
	return err == nil && event == uint32(windows.WAIT_TIMEOUT)
}

func isNotDir(error) bool          { return false }
func isCrossDevice(err error) bool { return errors.Is(err, windows.ERROR_NOT_SAME_DEVICE) }
func mayNotWrite(err error) bool   { return errors.Is(err, fs.ErrPermission) }
func isResource(err error) bool    { return errors.Is(err, windows.ERROR_DISK_FULL) }
