package fetch

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/pkg/sftp"
)

// remoteFile is a file on the server, and what it is called here.
type remoteFile struct {
	path string
	name string // what follows the last fixed directory of the pattern
}

// findFiles is the file of that path, else those that it matches as a glob.
// Every directory that it looks into must be readable to its end: the library's
// own Glob passes over errors, and a list with files missing looks like any other.
func findFiles(client *sftp.Client, pattern string) ([]remoteFile, error) {
	_, err := client.Stat(pattern)
	switch {
	case err == nil:
		return []remoteFile{{pattern, path.Base(pattern)}}, nil
	case !isGlob(pattern):
		return nil, err
	}
	if _, err := path.Match(pattern, ""); err != nil {
		return nil, final{fmt.Errorf("the pattern cannot be read: %w", err)}
	}
	fixed, elements := splitGlob(pattern)
	paths := []string{fixed}
	for i, element := range elements {
		var found []string
		for _, dir := range paths {
			below, err := expand(client, dir, element, i == len(elements)-1)
			if err != nil {
				return nil, err
			}
			found = append(found, below...)
		}
		paths = found
	}
	if len(paths) == 0 {
		return nil, final{errors.New("no file matches")}
	}
	var files []remoteFile
	for _, name := range paths {
		files = append(files, remoteFile{name, strings.TrimPrefix(strings.TrimPrefix(name, fixed), "/")})
	}
	slices.SortFunc(files, func(a, b remoteFile) int { return cmp.Compare(a.path, b.path) })
	return files, nil
}

func isGlob(pattern string) bool { return strings.ContainsAny(pattern, `*?[`) }

// splitGlob parts a pattern into the directory before its first glob and the
// elements from there on.
func splitGlob(pattern string) (fixed string, elements []string) {
	elements = strings.Split(pattern, "/")
	first := slices.IndexFunc(elements, isGlob)
	fixed = strings.Join(elements[:first], "/")
	switch {
	case fixed == "" && strings.HasPrefix(pattern, "/"):
		fixed = "/"
	case fixed == "":
		fixed = "."
	}
	return fixed, elements[first:]
}

// expand is what an element of a pattern matches in dir: files where it is the
// last, else directories. Hidden files are passed over, and the ~$ files that
// Excel leaves beside an open workbook.
func expand(client *sftp.Client, dir, element string, last bool) ([]string, error) {
	if !isGlob(element) {
		return existing(client, path.Join(dir, element))
	}
	entries, err := client.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	if _, err := client.Stat(dir); err != nil { // the library takes some lost connections for the end of the list
		return nil, err
	}
	var found []string
	for _, entry := range entries {
		name := entry.Name()
		matches, err := path.Match(element, name)
		switch {
		case err != nil:
			return nil, err
		case !matches || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$"):
			continue
		case last || entry.IsDir() || entry.Mode()&fs.ModeSymlink != 0:
			found = append(found, path.Join(dir, name))
		}
	}
	return found, nil
}

func existing(client *sftp.Client, name string) ([]string, error) {
	_, err := client.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return []string{name}, nil
}
