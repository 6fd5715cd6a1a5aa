package decode

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/bidui/bidui/internal/table"
)

// sharedStrings is the table of a workbook's texts, to which its cells refer by
// number. All are parts of one string.
type sharedStrings struct {
	text string
	ends []uint32
}

const maxSharedTexts = 1 << 30 // bytes

// readSharedStrings reads sharedStrings.xml.
func readSharedStrings(src io.Reader) (*sharedStrings, error) {
	var x xmlScanner
	x.reset(src)
	var all strings.Builder
	var ends []uint32
	var text []byte
	for {
		err := x.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if x.kind != startTag || x.depth != 2 || !x.is("si") {
			continue
		}
		if text, err = x.appendRich(text[:0]); err != nil {
			return nil, err
		}
		if err := checkText(text); err != nil {
			return nil, fmt.Errorf("text %d: %w", len(ends), err)
		}
		all.Write(text)
		if all.Len() > maxSharedTexts {
			return nil, fmt.Errorf("more than %d MiB of texts: split the workbook", maxSharedTexts>>20)
		}
		ends = append(ends, uint32(all.Len()))
	}
	return &sharedStrings{text: all.String(), ends: ends}, nil
}

// at is the text that the decimal number index refers to.
func (s *sharedStrings) at(index []byte) (string, bool) {
	n := 0
	for _, c := range index {
		if n = n*10 + int(c-'0'); !isDigit(c) || n >= len(s.ends) {
			return "", false
		}
	}
	if len(index) == 0 || n >= len(s.ends) {
		return "", false
	}
	start := uint32(0)
	if n > 0 {
		start = s.ends[n-1]
	}
	return s.text[start:s.ends[n]], true
}

// checkText refuses what no cell can hold.
func checkText(text []byte) error {
	if len(text) > table.MaxCellText {
		return fmt.Errorf("a text of %d bytes is longer than a cell can be", len(text))
	}
	if !utf8.Valid(text) {
		return errXML("a text is not UTF-8")
	}
	return nil
}
