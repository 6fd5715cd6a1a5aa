package markup

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/bidui/bidui/internal/table"
)

// Limits of a batch, of a sheet as Excel has them, and of what is honest.
const (
	maxBatchText = 1 << 20 // bytes

	maxRowText  = 4 << 20 // bytes
	maxToken    = 4 << 20 // bytes of one tag, text or comment
	maxMerged   = 256     // cells that are merged downwards beside one another
	maxTables   = 32      // within one another
	maxElements = 256     // likewise, of XML
	maxLabels   = 20      // that an error lists
	maxLinks    = 1024    // to sheets that a page lists

	bufferSize = 64 << 10
)

var (
	errLongToken = fmt.Errorf("a tag, text or comment of more than %d MiB: the file is damaged, or this is no table", maxToken>>20)
	errLongRow   = fmt.Errorf("it has more than %d MiB of text: an end tag was lost, or this is no table", maxRowText>>20)
	errColumns   = fmt.Errorf("more than %d columns", table.MaxSheetColumns)
	errMerged    = fmt.Errorf("more than %d cells are merged downwards", maxMerged)
	errDate1904  = errors.New("it counts dates from 1904, so that they would be read four years early: save the sheets as .csv")
	errDepth     = errors.New("its elements are nested too deeply: this is no table")
)

// checkText refuses what no cell can hold.
func checkText(text []byte) error {
	if len(text) > table.MaxCellText {
		return fmt.Errorf("a text of %d bytes is longer than a cell can be", len(text))
	}
	if !utf8.Valid(text) {
		return errors.New("a text is not UTF-8")
	}
	return nil
}

// parseCount is a whole number without sign as attributes have it, at most
// limit; ok says that it is one, white space around it allowed.
func parseCount(text []byte, limit int) (n int, ok bool) {
	for _, c := range trimSpace(text) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n, ok = min(n*10+int(c-'0'), limit), true
	}
	return n, ok
}
