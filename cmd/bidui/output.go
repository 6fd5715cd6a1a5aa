package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// printer writes line after line, and keeps the first error for the end.
type printer struct {
	to  io.Writer
	err error
}

func (p *printer) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.to, format, args...)
	}
}

// Write is io.Writer, for what writes more than a line.
func (p *printer) Write(text []byte) (n int, err error) {
	if p.err == nil {
		n, p.err = p.to.Write(text)
	}
	return n, p.err
}

// outFile is where a command writes its output.
type outFile struct{ io.Writer }

// writeTo gives write the standard output for "-", else a file that takes its
// name only when it is whole: readable by its owner alone, since it may name people.
func (a *app) writeTo(path string, write func(*outFile) error) error {
	if path == "-" {
		buffered := bufio.NewWriter(a.stdout)
		return errors.Join(write(&outFile{buffered}), buffered.Flush())
	}
	return replaceFile(path, readableByOwner, func(w io.Writer) error { return write(&outFile{w}) })
}

// Who may read a file that is written: what may name people is its owner's alone.
const (
	readableByOwner os.FileMode = 0o600
	readableByAll   os.FileMode = 0o644
)

// replaceFile writes a file beside path, which takes the name only when it is
// whole and on the disk.
func replaceFile(path string, mode os.FileMode, write func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	buffered := bufio.NewWriter(file)
	err = errors.Join(write(buffered), buffered.Flush())
	if err == nil {
		err = errors.Join(os.Chmod(file.Name(), mode), file.Sync())
	}
	err = errors.Join(err, file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", path, err), os.Remove(file.Name()))
	}
	return nil
}
