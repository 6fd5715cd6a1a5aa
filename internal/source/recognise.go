package source

import (
	"bytes"
	"errors"
)

// recognise looks at a file that begins with head; names are the entries of its
// ZIP directory where it is a ZIP. Delimited text and Office Open XML workbooks
// are fine; what is not read is an error that says what to save the file as.
func recognise(head []byte, names []string) error {
	switch {
	case isZIP(head):
		return recogniseZIP(names)
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return errors.New("an .xls workbook of Excel 97–2003, or a workbook with a password: this format is not read yet; save it as .xlsx without a password")
	case bytes.HasPrefix(head, []byte("%PDF")):
		return errors.New("a PDF: this format is not read; ask for .xlsx or .csv")
	case bytes.HasPrefix(head, []byte("\x1F\x8B")):
		return errors.New("compressed with gzip: this format is not read; unpack it first")
	case isMarkup(head):
		return errors.New("HTML or XML, whatever its name says: this format is not read yet; open it in Excel or WPS and save it as .xlsx")
	}
	return nil
}

func isZIP(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}

func recogniseZIP(names []string) error {
	inWorkbook := false
	for _, name := range names {
		switch name := partName(name); {
		case name == "xl/workbook.bin":
			return errors.New("an .xlsb workbook: this format is not read; save it as .xlsx")
		case len(name) > 3 && name[:3] == "xl/":
			inWorkbook = true
		}
	}
	if inWorkbook {
		return nil
	}
	return errors.New("a ZIP that is no .xlsx workbook: this format is not read yet; unpack it, or save the table as .xlsx")
}

// isMarkup says whether the first thing in head is a tag, be it in UTF-16.
func isMarkup(head []byte) bool {
	start := bytes.TrimLeft(head[:min(len(head), 512)], "\xEF\xBB\xBF\xFE\xFF\x00 \t\r\n")
	return len(start) > 1 && start[0] == '<' && (start[1] == '!' || start[1] == '?' || start[1] == 0 || isLetter(start[1]))
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
