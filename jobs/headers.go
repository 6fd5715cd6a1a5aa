package jobs

import (
	"errors"

	"github.com/bidui/bidui/internal/table"
)

// headerCheck gathers which tables of a feed have its header. A file is fine
// while some sheet of it has: workbooks carry instructions and blank sheets too.
type headerCheck struct {
	files []fileCheck
}

type fileCheck struct {
	name    string
	fits    bool
	misfits []error
}

func (h *headerCheck) yes(src *table.Source) { h.file(src).fits = true }

func (h *headerCheck) no(src *table.Source, err error) {
	f := h.file(src)
	f.misfits = append(f.misfits, err)
}

func (h *headerCheck) file(src *table.Source) *fileCheck {
	if n := len(h.files); n == 0 || h.files[n-1].name != src.File {
		h.files = append(h.files, fileCheck{name: src.File})
	}
	return &h.files[len(h.files)-1]
}

// verdict is an error that names every file without a fitting table, or nil.
func (h *headerCheck) verdict() error {
	var faults []error
	for _, f := range h.files {
		if !f.fits {
			faults = append(faults, f.misfits...)
		}
	}
	if len(faults) == 0 {
		return nil
	}
	return &Refusal{Cause: errors.Join(faults...)}
}
