package doctor

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/bidui/bidui/internal/volume"
)

// aDay is how far ahead a file may be that comes from another machine.
const aDay = 24 * time.Hour

// future finds files that were changed at a time that is yet to come, and tells
// of the last of them. Those that are not there are for others to miss.
func future(now time.Time, paths []string) ([]Warning, error) {
	var last string
	var at time.Time
	var failures error
	n := 0
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			failures = errors.Join(failures, err)
		case info.ModTime().After(now.Add(aDay)):
			n++
			if info.ModTime().After(at) {
				last, at = path, info.ModTime()
			}
		}
	}
	if n == 0 {
		return nil, failures
	}
	return []Warning{{"clock", fmt.Sprintf("%s was changed at %s, which is yet to come (files like it: %d)", last, at.UTC().Format(time.RFC3339), n),
		"set the clock of this machine, or of the one that the file comes from"}}, failures
}

// What must be left of a disk: so much, or of a small one a tenth.
const (
	least     = 1 << 30
	tenthOfUp = 5 << 30 // above which a tenth does not matter
)

// room looks at the disks of ledger and snapshots.
func room(p Patient) (found []Warning, err error) {
	seen := map[volume.Volume]bool{}
	for _, place := range []struct{ what, path string }{{"the ledger", p.LedgerFile}, {"the snapshots", p.Snapshots}} {
		if place.path == "" {
			continue
		}
		v, lookErr := volume.Of(place.path)
		if lookErr != nil {
			err = errors.Join(err, lookErr)
			continue
		}
		if place.path == p.LedgerFile && v.Share == "FUSE" {
			found = append(found, Warning{"disk", "the ledger is on a FUSE file system, which may be a network share",
				"make sure that it is a disk of this machine: SQLite's locks do not hold elsewhere; else use MySQL or MariaDB"})
		}
		if !seen[v] {
			found = append(found, full(v, place.what)...)
		}
		seen[v] = true
	}
	return found, err
}

func full(v volume.Volume, what string) []Warning {
	if v.Size == 0 || v.Free >= least && (v.Free >= v.Size/10 || v.Free >= tenthOfUp) {
		return nil
	}
	return []Warning{{"disk", fmt.Sprintf("%d MiB of %d are free where %s lies", v.Free>>20, v.Size>>20, what),
		"make room, or keep less: snapshots.keep and retention of the configuration"}}
}

// exposed finds files that others than their owner can read: they name people.
func exposed(p Patient) (found []Warning, err error) {
	if runtime.GOOS == "windows" { // where modes say nothing
		return nil, nil
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if p.LedgerFile == "" {
			break
		}
		open, statErr := openToOthers(p.LedgerFile + suffix)
		err = errors.Join(err, statErr)
		if open {
			found = append(found, Warning{"files", "others than its owner can read " + p.LedgerFile + suffix, "chmod 600 " + p.LedgerFile + suffix})
		}
	}
	if p.Snapshots == "" {
		return found, err
	}
	n := 0
	dir, walkErr := filepath.EvalSymlinks(p.Snapshots)
	if errors.Is(walkErr, fs.ErrNotExist) {
		return found, err
	}
	walkErr = filepath.WalkDir(cmp.Or(dir, p.Snapshots), func(path string, _ fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		open, statErr := openToOthers(path)
		if open {
			n++
		}
		return errors.Join(err, statErr)
	})
	if n > 0 {
		found = append(found, Warning{"files", fmt.Sprintf("others than their owner can read %d files and directories in %s", n, p.Snapshots),
			"chmod -R go= " + p.Snapshots})
	}
	return found, errors.Join(err, walkErr)
}

func openToOthers(path string) (bool, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && info.Mode().Perm()&0o077 != 0, err
}
