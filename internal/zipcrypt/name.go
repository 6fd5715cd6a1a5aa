package zipcrypt

import (
	"archive/zip"
	"encoding/binary"
	"hash/crc32"
	"unicode/utf8"

	"github.com/bidui/bidui/internal/gb18030"
)

// extraPath is the extra field in which Info-ZIP writes a name in UTF-8 beside
// the one in the encoding of its system.
const extraPath = 0x7075

// Name is the name of an entry as a person reads it, in valid UTF-8. A name that
// is not marked as UTF-8 is that of the Unicode path field, if that belongs to
// it; or else UTF-8 all the same, if it can be; or else GB18030, which Chinese
// tools write and do not mark.
func Name(f *zip.File) string {
	valid := utf8.ValidString(f.Name)
	if valid && f.Flags&flagUTF8 != 0 {
		return f.Name
	}
	if path, ok := unicodePath(f); ok {
		return path
	}
	if valid {
		return f.Name
	}
	return gb18030.String(f.Name)
}

// unicodePath is the Unicode path field of f, unless the name was changed by a
// tool that did not know the field.
func unicodePath(f *zip.File) (path string, ok bool) {
	field, ok := findExtra(f.Extra, extraPath)
	if !ok || len(field) < 6 || field[0] != 1 {
		return "", false
	}
	path = string(field[5:])
	fits := binary.LittleEndian.Uint32(field[1:]) == crc32.ChecksumIEEE([]byte(f.Name))
	return path, fits && utf8.ValidString(path)
}
