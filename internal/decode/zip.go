package decode

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"

	"github.com/bidui/bidui/internal/ctxio"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/internal/zipcrypt"
)

// openZIP decodes a file that begins as a ZIP does: a workbook, or an archive of
// files with tables.
func openZIP(f File, o Options) (Decoder, error) {
	opened, err := zip.NewReader(f.Bytes, f.Size)
	if err != nil {
		return nil, fmt.Errorf("the file is truncated or damaged: %w", err)
	}
	if err := startsWhole(f, opened); err != nil {
		return nil, err
	}
	opened.RegisterDecompressor(zip.Deflate, flate.NewReader) // half as fast again as the standard library's
	workbook, err := isWorkbook(opened)
	switch {
	case err != nil:
		return nil, err
	case workbook:
		return openWorkbook(f, opened, o)
	case o.depth == maxDepth:
		return nil, errors.New("an archive in an archive in an archive: unpack it first")
	}
	return openArchive(f, opened, o)
}

// headerSize is what the header of an entry has before its name.
const headerSize = 30

// startsWhole refuses an archive of which only the end was found to be one: the
// directory at its end does not list what it begins with. So it is where an
// archive that holds others is cut off behind one of them.
func startsWhole(f File, opened *zip.Reader) error {
	header := make([]byte, min(headerSize, f.Size))
	if _, err := f.Bytes.ReadAt(header, 0); err != nil && err != io.EOF {
		return err
	}
	if len(opened.File) == 0 && bytes.HasPrefix(header, []byte("PK\x05\x06")) {
		return nil // an archive of nothing, which is said elsewhere
	}
	if len(header) == headerSize {
		first := headerSize + int64(binary.LittleEndian.Uint16(header[26:])) + int64(binary.LittleEndian.Uint16(header[28:]))
		for _, file := range opened.File {
			if at, err := file.DataOffset(); err == nil && at == first {
				return nil
			}
		}
	}
	return errors.New("the file is cut off or damaged: the directory at its end does not have what it begins with")
}

// Limits of archives.
const (
	maxDepth   = 2 // archives within one another
	maxEntries = 10_000
)

// archive decodes the files in a ZIP, in the order of their names, as if they
// lay in a directory of that name. Each is unpacked to a file of our own when
// its turn comes. What cannot be a table is passed over, and noted: a covering
// letter often lies beside the data.
type archive struct {
	name    string
	options Options
	entries []entry // that are still to come
	read    int     // of the entries
	size    int64   // that was unpacked
	temp    *os.File
	current Decoder // of temp
}

// entry is a file in an archive and what it is called.
type entry struct {
	name string
	file *zip.File
}

func openArchive(f File, opened *zip.Reader, o Options) (*archive, error) {
	if len(opened.File) > maxEntries {
		return nil, fmt.Errorf("an archive of more than %d files", maxEntries)
	}
	a := &archive{name: f.Name, options: o}
	a.options.depth++
	for _, file := range opened.File {
		name := strings.ReplaceAll(zipcrypt.Name(file), `\`, "/")
		if isLitter(name) {
			continue
		}
		a.entries = append(a.entries, entry{name: f.Name + "/" + name, file: file})
	}
	slices.SortStableFunc(a.entries, func(a, b entry) int { return cmp.Compare(a.name, b.name) })
	for i := 1; i < len(a.entries); i++ {
		if a.entries[i].name == a.entries[i-1].name {
			return nil, errors.New("two files of the archive have one name")
		}
	}
	if len(a.entries) == 0 {
		return nil, errors.New("an archive without a file")
	}
	return a, nil
}

// isLitter says whether an entry is none that a person put into the archive:
// a directory, or what systems leave behind.
func isLitter(name string) bool {
	base := path.Base(name)
	return strings.HasSuffix(name, "/") || strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(base, ".") ||
		strings.HasPrefix(base, "~$") || base == "Thumbs.db" || base == "desktop.ini"
}

// Next is Decoder.
func (a *archive) Next(ctx context.Context) (*table.Source, error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if a.current != nil {
			source, err := a.current.Next(ctx)
			if err != io.EOF {
				return source, err
			}
			if err := a.Close(); err != nil {
				return nil, err
			}
		}
		if len(a.entries) == 0 {
			if a.read == 0 {
				return nil, fmt.Errorf("%s: no file of the archive is a table", a.name)
			}
			return nil, io.EOF
		}
		next := a.entries[0]
		a.entries = a.entries[1:]
		if err := a.open(ctx, next); err != nil {
			return nil, err
		}
	}
}

// open begins to take an entry apart, or passes it over.
func (a *archive) open(ctx context.Context, e entry) error {
	size, err := a.unpack(ctx, e.file)
	if err != nil {
		return fmt.Errorf("%s: %w", e.name, err)
	}
	if a.size += size; a.size > maxPart {
		return fmt.Errorf("%s: the archive unpacks to more than %d GiB: this is no honest archive", a.name, maxPart>>30)
	}
	a.current, err = Open(File{Name: e.name, Bytes: a.temp, Size: size}, a.options)
	var other *notTableError
	switch {
	case errors.As(err, &other):
		a.options.note("%s was passed over: %s", e.name, other.what)
		return a.Close()
	case err != nil:
		return errors.Join(err, a.Close())
	}
	a.read++
	return nil
}

// unpack writes an entry to a file of our own.
func (a *archive) unpack(ctx context.Context, file *zip.File) (size int64, err error) {
	packed, err := a.openEntry(file)
	if err != nil {
		return 0, err
	}
	if a.temp, err = os.CreateTemp("", "bidui-*"); err != nil { // mode 0600
		return 0, errors.Join(err, packed.Close())
	}
	size, err = io.Copy(a.temp, ctxio.Reader(ctx, packed))
	if err = errors.Join(damaged(err), packed.Close()); err != nil {
		return 0, errors.Join(err, a.Close())
	}
	return size, nil
}

func (a *archive) openEntry(file *zip.File) (io.ReadCloser, error) {
	if !zipcrypt.Encrypted(file) {
		return openPart(file)
	}
	if a.options.Password == "" {
		return nil, errors.New("it is encrypted: set the feed's password, as in password: ${file:/run/secrets/zip}")
	}
	opened, err := zipcrypt.Open(file, []byte(a.options.Password))
	if err != nil {
		return nil, err
	}
	return &partReader{ReadCloser: opened, packed: int64(file.CompressedSize64)}, nil
}

// Read is Decoder.
func (a *archive) Read(ctx context.Context, b *table.Batch) error {
	if a.current == nil {
		return errNoTable
	}
	return a.current.Read(ctx, b)
}

// Close is Decoder. It removes what was unpacked.
func (a *archive) Close() error {
	var err error
	if a.current != nil {
		err = a.current.Close()
		a.current = nil
	}
	if a.temp != nil {
		err = errors.Join(err, a.temp.Close(), os.Remove(a.temp.Name()))
		a.temp = nil
	}
	return err
}
