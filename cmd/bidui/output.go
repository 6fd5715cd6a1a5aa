package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/bidui/bidui/internal/whole"
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

// writeInto writes one of several files into a directory, and says how many rows it has.
func (a *app) writeInto(dir, name string, write func(*outFile) (rows int, err error)) error {
	path, rows := filepath.Join(dir, name), 0
	err := a.writeTo(path, func(out *outFile) (err error) {
		rows, err = write(out)
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "%s: %d\n", path, rows)
	return err
}

// Who may read a file that is written: what may name people is its owner's alone.
const (
	readableByOwner os.FileMode = 0o600
	readableByAll   os.FileMode = 0o644
)

// replaceFile writes a file in the place of what path names.
func replaceFile(path string, mode os.FileMode, write func(io.Writer) error) error {
	err := whole.Write(path, mode, func(file *os.File) error {
		buffered := bufio.NewWriter(file)
		return errors.Join(write(buffered), buffered.Flush())
	})
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
