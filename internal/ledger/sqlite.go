package ledger

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/jmoiron/sqlx"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/bidui/bidui/internal/volume"
)

// openSQLite opens the file at path. Read-only, it is nil where there is none in
// its folder.
func openSQLite(path string, readOnly bool) (*sqlx.DB, error) {
	absolute, err := filepath.Abs(path)
	if err != nil || path == "" {
		return nil, fmt.Errorf("store sqlite:%s names no file", path)
	}
	if readOnly {
		if _, err := os.Stat(absolute); errors.Is(err, fs.ErrNotExist) {
			return nil, folderOf(absolute)
		}
	} else if err := createFile(absolute); err != nil {
		return nil, err
	}
	sqlx.BindDriver("sqlite", sqlx.QUESTION)
	db, err := sqlx.Open("sqlite", sqliteDSN(absolute, readOnly))
	if err != nil {
		return nil, translate(err)
	}
	db.SetMaxOpenConns(8)
	return db, nil
}

// refuseShare is an error where a ledger would lie on a network share. Where the
// system does not tell, or the path is none, others will.
func refuseShare(path string) error {
	v, err := volume.Of(path)
	if err != nil {
		return nil //nolint:nilerr // opening the file will say what is wrong with it
	}
	switch v.Share {
	case "NFS", "SMB":
		return fmt.Errorf("%w: %s is on %s; put it on a disk of this machine and back it up to the share, or use MySQL or MariaDB", ErrNetworkShare, path, v.Share)
	}
	return nil
}

// folderOf is an error where the folder of a ledger is not there, in which one
// could be made.
func folderOf(path string) error {
	_, err := os.Stat(filepath.Dir(path))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no folder %s for the ledger: create it, or change `store`", filepath.Dir(path))
	}
	return err
}

// createFile makes an empty database that only its owner can read. SQLite gives
// the files beside it the same mode.
func createFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if errors.Is(err, fs.ErrNotExist) {
		return cmp.Or(folderOf(path), err)
	}
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// sqliteDSN writes path and settings as the driver wants them. Mode rw, never
// ro: a reader of a write-ahead log has to be able to put it away again.
func sqliteDSN(path string, readOnly bool) string {
	settings := url.Values{
		"mode":    {"rw"},
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(10000)", "cache_size(-65536)", "synchronous(FULL)"},
	}
	if readOnly {
		settings.Add("_pragma", "query_only(1)")
	} else {
		settings.Add("_pragma", "journal_mode(WAL)")
		settings.Add("_pragma", "temp_store(MEMORY)") // what undoes a single statement, which is a third of the work where it is a file
	}
	return fileURI(path) + "?" + settings.Encode()
}

// fileURI writes an absolute path as the driver wants it.
func fileURI(path string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") { // C:/…
		slashed = "/" + slashed
	}
	return "file://" + (&url.URL{Path: slashed}).EscapedPath()
}
