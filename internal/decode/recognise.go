package decode

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
)

// refuse looks at how a file begins that is neither a ZIP nor markup. Delimited
// text is fine; what is not read is an error that says what to save the file as.
func refuse(head []byte) error {
	switch {
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return errors.New("an .xls workbook of Excel 97–2003, or a workbook with a password: this format is not read yet; save it as .xlsx without a password")
	case bytes.HasPrefix(head, []byte("%PDF")):
		return errors.New("a PDF: this format is not read; ask for .xlsx or .csv")
	case bytes.HasPrefix(head, []byte("\x1F\x8B")):
		return errors.New("compressed with gzip: this format is not read; unpack it first")
	}
	return nil
}

func isZIP(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}

// isWorkbook says whether the parts of a ZIP are those of an Office Open XML
// workbook. The binary kind is an error.
func isWorkbook(archive *zip.Reader) (bool, error) {
	found := false
	for _, part := range archive.File {
		switch name := partName(part.Name); {
		case name == "xl/workbook.bin":
			return false, errors.New("an .xlsb workbook: this format is not read; save it as .xlsx")
		case strings.HasPrefix(name, "xl/"):
			found = true
		}
	}
	return found, nil
}

// isMarkup says whether the first thing in head is a tag, be it in UTF-16.
func isMarkup(head []byte) bool {
	start := bytes.TrimLeft(head[:min(len(head), 512)], "\xEF\xBB\xBF\xFE\xFF\x00 \t\r\n")
	return len(start) > 1 && start[0] == '<' && (start[1] == '!' || start[1] == '?' || start[1] == 0 || isLetter(start[1]))
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
