package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// fromFiles makes the files that path names the inputs of f.
func (f *Feed) fromFiles(path string) error {
	switch {
	case path == "":
		return errors.New("no location: from is empty")
	case f.spec.Query != "":
		return fmt.Errorf("%s: a query is for a database, and from is none: it begins with mysql://", f.spec.From)
	case strings.Contains(path, "://"):
		return fmt.Errorf("%s: only files, https://, sftp:// and mysql:// are read", f.spec.From)
	}
	names, err := Files(path, f.env.Dir)
	if err != nil && strings.Contains(f.location, "${") {
		return fmt.Errorf("%s: no file matches what it stands for", f.location)
	}
	if err != nil {
		return err
	}
	for _, name := range names {
		info, err := os.Stat(resolve(name, f.env.Dir))
		if err != nil && strings.Contains(f.location, "${") { // what it stands for may be no path
			name = f.location
		}
		if err != nil {
			return cannotRead(name, err)
		}
		if err := checkRegular(name, info); err != nil {
			return err
		}
		f.progress.total.Add(info.Size())
	}
	f.fetch = func(ctx context.Context) error {
		for _, name := range names {
			input, err := f.bring(ctx, name, resolve(name, f.env.Dir))
			if err != nil {
				return err
			}
			f.inputs = append(f.inputs, input)
		}
		return nil
	}
	return nil
}

// Files is the files that path names, as relative to dir as path is itself: one
// file, or those that a glob matches, in the order of their names. A glob passes
// over hidden files and the ~$ files that Excel leaves beside an open workbook.
func Files(path, dir string) ([]string, error) {
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

// checkRegular refuses what cannot be read twice with the same result.
func checkRegular(name string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return fmt.Errorf("%s is a directory: name the files in it, as in %s/*.csv", name, name)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is not a regular file", name)
	}
	return nil
}
