package xls

import (
	"fmt"
	"strings"
)

// sharedStrings is the table of a workbook's texts, to which its cells refer by
// number. All are parts of one string.
type sharedStrings struct {
	text string
	ends []uint32
}

// maxSharedTexts is how many bytes of texts a workbook may have.
const maxSharedTexts = 1 << 30

// read reads the SST record that r is at. Some programs count its texts wrong:
// it may end before there are as many as it says, but not within one. A cell
// that refers to one that is not there is an error of its own.
func (s *sharedStrings) read(r *records) error {
	text := textReader{records: r, rest: r.body}
	if _, err := text.number(4); err != nil { // how many cells refer to them
		return err
	}
	count, err := text.number(4)
	if err != nil {
		return err
	}
	var all strings.Builder
	var one []byte
	for int64(len(s.ends)) < count {
		ended, err := text.ended()
		if err != nil {
			return err
		}
		if ended {
			break
		}
		if one, err = text.appendText(one[:0]); err != nil {
			return fmt.Errorf("text %d: %w", len(s.ends), err)
		}
		all.Write(one)
		if all.Len() > maxSharedTexts {
			return fmt.Errorf("more than %d MiB of texts: split the workbook", maxSharedTexts>>20)
		}
		s.ends = append(s.ends, uint32(all.Len()))
	}
	s.text = all.String()
	return nil
}

// at is the text of that number, which is less than the length of ends.
func (s *sharedStrings) at(n uint64) string {
	start := uint32(0)
	if n > 0 {
		start = s.ends[n-1]
	}
	return s.text[start:s.ends[n]]
}
