package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bidui/bidui/config"
	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/report"
	"github.com/bidui/bidui/internal/source"
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

// plainf is printf with texts that others have written: they stay on their line and
// cannot steer the terminal.
func (p *printer) plainf(format string, args ...any) {
	for i, arg := range args {
		switch text := arg.(type) {
		case string:
			args[i] = report.Plain(text)
		case error:
			args[i] = report.Plain(text.Error())
		case fmt.Stringer:
			args[i] = report.Plain(text.String())
		}
	}
	p.printf(format, args...)
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
	return a.replaceFile(path, readableByOwner, func(w io.Writer) error { return write(&outFile{w}) })
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

// replaceFile writes a file in the place of what path names, unless that is one
// that the program itself needs. Into a device or a pipe it writes: as root, it
// would take the place of /dev/null, too.
func (a *app) replaceFile(path string, mode os.FileMode, write func(io.Writer) error) error {
	if err := a.spare(path); err != nil {
		return err
	}
	pour := func(file *os.File) error {
		buffered := bufio.NewWriter(file)
		return errors.Join(write(buffered), buffered.Flush())
	}
	err := whole.Write(path, mode, pour)
	if errors.Is(err, whole.ErrSpecial) {
		err = writeInto(path, pour)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// writeInto writes into what is there.
func writeInto(path string, write func(*os.File) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(file), file.Close())
}

// spare is a usage error where path leads to the configuration, the ledger or one
// of the feeds: what is written there would destroy it.
func (a *app) spare(path string) error {
	if path == "-" {
		return nil
	}
	if whole.Same(path, a.config) {
		return usageError{fmt.Errorf("%s is the configuration file: write to another", path)}
	}
	if a.file == nil {
		if _, err := a.load(); err != nil {
			return err
		}
	}
	if store, err := storeOf(a.file); err == nil {
		for _, own := range ledger.Files(store) {
			if whole.Same(path, own) {
				return usageError{fmt.Errorf("%s is the ledger (store), or belongs to it: write to another file", path)}
			}
		}
	}
	if _, err := os.Stat(path); err != nil {
		return nil //nolint:nilerr // what is not there cannot be destroyed
	}
	for _, name := range slices.Sorted(maps.Keys(a.file.Feeds)) {
		for _, input := range inputsOf(a.file, name) {
			if whole.Same(path, input) {
				return usageError{fmt.Errorf("%s is the feed %s: write to another file", path, name)}
			}
		}
	}
	return nil
}

// inputsOf is the files of a feed; none where it is no file, or cannot be found.
func inputsOf(file *config.File, feed string) []string {
	from, err := file.Feeds[feed].From.Reveal()
	if err != nil || strings.Contains(from, "://") {
		return nil
	}
	names, err := source.Files(from, file.Dir)
	if err != nil {
		return nil
	}
	for i, name := range names {
		names[i] = file.Path(name)
	}
	return names
}
