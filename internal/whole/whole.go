// Package whole writes files that are there whole or not at all.
package whole

import (
	"errors"
	"os"
	"path/filepath"
)

// ErrSpecial is, for errors.Is, that a path leads to what no file may replace.
var ErrSpecial = errors.New("it is no regular file")

// Special says whether a path leads to something that is no regular file.
func Special(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular()
}

// Write has a file written beside path under a name of its own, which takes that
// of path, in the place of what had it, when everything of it is on the disk.
// Until then only its owner can read it; mode says who can from then on. What is no
// regular file, such as a device or a pipe, is an ErrSpecial, and stays.
func Write(path string, mode os.FileMode, write func(*os.File) error) error {
	if Special(path) {
		return &os.PathError{Op: "replace", Path: path, Err: ErrSpecial}
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return err
	}
	err = write(file)
	if err == nil {
		err = errors.Join(os.Chmod(file.Name(), mode), file.Sync())
	}
	err = errors.Join(err, file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}
