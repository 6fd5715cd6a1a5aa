package whole

import (
	"os"
	"path/filepath"
)

// Same says whether two paths lead to one file, whether it is there or not.
func Same(a, b string) bool {
	if a, b = canonical(a), canonical(b); a == b {
		return true
	}
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

// canonical is a path without symbolic links in its directory, as far as that is there.
func canonical(path string) string {
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		return filepath.Join(dir, filepath.Base(path))
	}
	return path
}
