package decode

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
)

// notTableError says that a file is of a kind that holds no table to be read.
type notTableError struct{ what string }

// Error says what to ask for instead.
func (e *notTableError) Error() string { return e.what + ": this is no table; ask for .xlsx or .csv" }

func notTable(what string) error { return &notTableError{what} }

// refuse looks at how a file begins that is none of the formats with a mark of
// their own. Delimited text is fine; what is not read is an error.
func refuse(head []byte) error {
	for _, kind := range []struct{ mark, what string }{
		{"%PDF", "a PDF"}, {"\x89PNG", "a picture"}, {"\xFF\xD8\xFF", "a picture"}, {"GIF8", "a picture"}, {"II*\x00", "a picture"},
		{"MM\x00*", "a picture"}, {"{\\rtf", "a document of a word processor"},
	} {
		if bytes.HasPrefix(head, []byte(kind.mark)) {
			return notTable(kind.what)
		}
	}
	for _, kind := range []struct{ mark, what string }{
		{"\x1F\x8B", "gzip"}, {"Rar!", "RAR"}, {"7z\xBC\xAF", "7-Zip"}, {"BZh", "bzip2"}, {"\xFD7zXZ", "xz"},
	} {
		if bytes.HasPrefix(head, []byte(kind.mark)) {
			return errors.New("packed with " + kind.what + ": this format is not read; unpack it, or pack it as ZIP")
		}
	}
	if bytes.HasPrefix(head, []byte("MZ")) && bytes.IndexByte(head, 0) > 0 {
		return errors.New("a program, as archives are that unpack themselves: unpack it, or pack it as ZIP")
	}
	return nil
}

// isJSON says whether head is the beginning of an object or a list of JSON.
func isJSON(head []byte) bool {
	start := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
	if len(start) == 0 {
		return false
	}
	inside := bytes.TrimLeft(start[1:], " \t\r\n")
	switch {
	case len(inside) == 0:
		return false
	case start[0] == '{':
		return inside[0] == '"' || inside[0] == '}'
	}
	return start[0] == '[' && (inside[0] == '{' || inside[0] == ']' || inside[0] == '[')
}

// isOLE says whether a file is a compound file: .xls, or a workbook with a password.
func isOLE(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
}

func isZIP(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}

// isWorkbook says whether the parts of a ZIP are those of an Office Open XML
// workbook. Other documents that are ZIPs are errors.
func isWorkbook(archive *zip.Reader) (bool, error) {
	parts := newParts(archive)
	switch {
	case parts["xl/workbook.bin"] != nil:
		return false, errors.New("an .xlsb workbook: this format is not read; save it as .xlsx")
	case parts["mimetype"] != nil && parts["content.xml"] != nil:
		return false, errors.New("an OpenDocument spreadsheet: this format is not read; save it as .xlsx")
	case parts["word/document.xml"] != nil, parts["ppt/presentation.xml"] != nil:
		return false, notTable("a document of a word processor or a presentation")
	}
	for name := range parts {
		if strings.HasPrefix(name, "xl/") {
			return true, nil
		}
	}
	return false, nil
}

// isMarkup says whether the first thing in head is a tag, be it in UTF-16.
func isMarkup(head []byte) bool {
	start := bytes.TrimLeft(head[:min(len(head), 512)], "\xEF\xBB\xBF\xFE\xFF\x00 \t\r\n")
	return len(start) > 1 && start[0] == '<' && (start[1] == '!' || start[1] == '?' || start[1] == 0 || isLetter(start[1]))
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
