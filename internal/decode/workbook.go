package decode

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/bidui/bidui/internal/table"
)

// workbook decodes an Office Open XML workbook, whose sheets are its tables,
// hidden ones too, in the workbook's order.
type workbook struct {
	name    string
	parts   parts
	sheets  []sheetPart // that are still to come
	texts   *zip.File   // the shared strings; nil where there are none
	strings *sharedStrings
	source  *table.Source // of the current sheet
	part    io.ReadCloser // of the current sheet
	sheet   sheetReader
}

// sheetPart is a sheet and where the workbook keeps it.
type sheetPart struct {
	name   string
	hidden bool
	part   *zip.File
}

func openWorkbook(f File, archive *zip.Reader, o Options) (*workbook, error) {
	w := &workbook{name: f.Name, parts: newParts(archive)}
	if err := w.readStructure(); err != nil {
		return nil, err
	}
	return w, w.choose(o.Sheet)
}

// choose leaves only the sheet of that name, unless it is "".
func (w *workbook) choose(name string) error {
	if name == "" {
		return nil
	}
	for _, sheet := range w.sheets {
		if strings.TrimSpace(sheet.name) == strings.TrimSpace(name) {
			w.sheets = []sheetPart{sheet}
			return nil
		}
	}
	return fmt.Errorf("there is no sheet %s; the sheets are %s", name, joinNames(w.sheets))
}

// Next is Decoder.
func (w *workbook) Next(ctx context.Context) (*table.Source, error) {
	if err := w.leave(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(w.sheets) == 0 {
		return nil, io.EOF
	}
	next := w.sheets[0]
	w.sheets = w.sheets[1:]
	w.source = &table.Source{File: w.name, Sheet: next.name, Hidden: next.hidden}
	if err := w.enter(next); err != nil {
		return nil, fmt.Errorf("%s: %w", w.source, err)
	}
	return w.source, nil
}

// enter opens a sheet, and reads the shared strings before the first.
func (w *workbook) enter(sheet sheetPart) (err error) {
	if w.strings == nil {
		if w.strings, err = w.readStrings(); err != nil {
			return fmt.Errorf("the workbook's texts: %w", err)
		}
	}
	merges, err := readMerges(sheet.part)
	if err != nil {
		return err
	}
	if w.part, err = openPart(sheet.part); err != nil {
		return err
	}
	w.sheet.reset(w.part, w.strings, merges)
	return nil
}

func (w *workbook) readStrings() (*sharedStrings, error) {
	if w.texts == nil {
		return &sharedStrings{}, nil
	}
	part, err := openPart(w.texts)
	if err != nil {
		return nil, err
	}
	texts, err := readSharedStrings(part)
	return texts, errors.Join(err, part.Close())
}

// Read is Decoder.
func (w *workbook) Read(ctx context.Context, b *table.Batch) error {
	b.Reset(w.source)
	if w.source == nil {
		return errNoTable
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := w.sheet.read(b); err != nil {
		return fmt.Errorf("%s: %w", w.source, damaged(err))
	}
	if len(b.Rows) > 0 {
		return nil
	}
	return io.EOF
}

// leave closes the current sheet. One that was read to the end of its rows is
// read to its own end, where its checksum shows whether it was whole.
func (w *workbook) leave() error {
	if w.part == nil {
		return nil
	}
	var err error
	if w.sheet.ended {
		_, err = io.Copy(io.Discard, w.part)
	}
	if err = errors.Join(err, w.part.Close()); err != nil {
		err = fmt.Errorf("%s: %w", w.source, damaged(err))
	}
	w.part, w.source = nil, nil
	return err
}

// Close is Decoder.
func (w *workbook) Close() error {
	if w.part == nil {
		return nil
	}
	err := w.part.Close()
	w.part = nil
	return err
}

// parts is the parts of a workbook by name.
type parts map[string]*zip.File

func newParts(archive *zip.Reader) parts {
	all := parts{}
	for _, part := range archive.File {
		all[partName(part.Name)] = part
	}
	return all
}

// partName is the name of a part without what writers do differently: capitals,
// backslashes, a slash at the start.
func partName(name string) string {
	return strings.TrimPrefix(path.Clean(strings.ToLower(strings.ReplaceAll(name, `\`, "/"))), "/")
}
