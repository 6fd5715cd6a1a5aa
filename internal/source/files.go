package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/table"
)

// fromFiles makes the files that path names the inputs of f: one file, or those
// that a glob matches, in the order of their names. A glob passes over hidden
// files and the ~$ files that Excel leaves beside an open workbook.
func (f *Feed) fromFiles(path, encoding string, spec Spec, env Env) error {
	f.location = spec.From.String()
	switch {
	case path == "":
		return errors.New("no location: from is empty")
	case spec.Query != "":
		return fmt.Errorf("%s: a query is for a database, and from is none: it begins with mysql://", spec.From)
	case strings.Contains(path, "://"):
		return fmt.Errorf("%s: only files and mysql:// are read", spec.From)
	}
	names, err := findFiles(path, env.Dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		full := resolve(name, env.Dir)
		info, err := os.Stat(full)
		if err != nil {
			return cannotRead(name, err)
		}
		if err := checkRegular(name, info); err != nil {
			return err
		}
		f.total += info.Size()
		f.inputs = append(f.inputs, func(ctx context.Context) (decoder, error) {
			opened, err := openFile(full, name, f.digest, &f.done)
			if err != nil {
				return nil, cannotRead(name, err)
			}
			inside, err := decode(ctx, opened, spec.Sheet, encoding)
			if err != nil {
				return nil, errors.Join(asDamage(err), opened.Close())
			}
			return content{inside}, nil
		})
	}
	return nil
}

// findFiles is the files that path names, as relative as path is itself.
func findFiles(path, dir string) ([]string, error) {
	_, err := os.Stat(resolve(path, dir))
	if err == nil || !strings.ContainsAny(path, `*?[`) {
		return []string{path}, nil
	}
	pattern := path
	if !filepath.IsAbs(path) {
		pattern = filepath.Join(literal(dir), path)
	}
	matches, err := filepath.Glob(pattern)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var names []string
	for _, match := range matches {
		base := filepath.Base(match)
		if strings.HasPrefix(base, "~$") || strings.HasPrefix(base, ".") {
			continue
		}
		if !filepath.IsAbs(path) {
			if match, err = filepath.Rel(resolve(".", dir), match); err != nil {
				return nil, err
			}
		}
		names = append(names, filepath.ToSlash(match))
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s: no file matches (looked in %s)", path, filepath.Dir(resolve(path, dir)))
	}
	slices.Sort(names)
	return names, nil
}

// literal is a pattern that matches dir alone.
func literal(dir string) string {
	return strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]").Replace(dir)
}

func resolve(path, dir string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// cannotRead names the file once, and says what is wrong with it.
func cannotRead(name string, err error) error {
	var fault *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: there is no such file: %w", name, fs.ErrNotExist)
	case errors.As(err, &fault):
		return fmt.Errorf("%s: %w", name, fault.Err)
	}
	return err
}

// decode finds out what f holds and how to take it apart. On an error f is the
// caller's to close.
func decode(ctx context.Context, f *file, sheet, encoding string) (decoder, error) {
	if f.size == 0 {
		return nil, fmt.Errorf("%s: the file is empty", f.name)
	}
	start := make([]byte, 512)
	n, err := f.handle.ReadAt(start, 0)
	if err != nil && err != io.EOF {
		return nil, cannotRead(f.name, err)
	}
	if isZIP(start[:n]) {
		return openZIP(ctx, f, start[:n], sheet)
	}
	if err := recognise(start[:n], nil); err != nil {
		return nil, fmt.Errorf("%s: %w", f.name, err)
	}
	head := make([]byte, min(f.size, headSize))
	if n, err = io.ReadFull(f, head); err != nil {
		return nil, fmt.Errorf("%s: %w", f.name, err)
	}
	text, err := newDelimited(&table.Source{File: f.name}, f, slices.Clip(head[:n]), encoding)
	if err != nil {
		return nil, err
	}
	return &textFile{delimited: text, file: f}, nil
}

// textFile is a file of delimited text and its one table.
type textFile struct {
	*delimited
	file  *file
	begun bool
}

func (t *textFile) next(ctx context.Context) (*table.Source, error) {
	if !t.begun {
		t.begun = true
		return t.source, nil
	}
	if err := t.file.drain(ctx); err != nil {
		return nil, t.located(err)
	}
	return nil, io.EOF
}

func (t *textFile) close() error { return t.file.Close() }
