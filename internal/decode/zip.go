package decode

import (
	"archive/zip"
	"errors"
	"fmt"
)

// openZIP decodes a file that begins as a ZIP does: a workbook.
func openZIP(f File, o Options) (Decoder, error) {
	archive, err := zip.NewReader(f.Bytes, f.Size)
	if err != nil {
		return nil, fmt.Errorf("the file is truncated or damaged: %w", err)
	}
	workbook, err := isWorkbook(archive)
	switch {
	case err != nil:
		return nil, err
	case workbook:
		return openWorkbook(f, archive, o)
	}
	return nil, errors.New("a ZIP that is no .xlsx workbook: this format is not read yet; unpack it, or save the table as .xlsx")
}
