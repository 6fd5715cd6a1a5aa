package source

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
// hidden ones too, in the workbook's order. Its bytes go into the digest before
// anything is taken apart.
type workbook struct {
	file    *file
	bytes   *zipBytes
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
	name string
	part *zip.File
}

// openZIP decodes a file that begins as a ZIP does.
func openZIP(ctx context.Context, f *file, head []byte, sheet string) (decoder, error) {
	if err := f.hashAll(ctx); err != nil {
		return nil, fmt.Errorf("%s: %w", f.name, err)
	}
	content := &zipBytes{file: f}
	archive, err := zip.NewReader(content, f.size)
	if err != nil {
		return nil, fmt.Errorf("%s: the file is truncated or damaged: %w", f.name, err)
	}
	names := make([]string, len(archive.File))
	for i, part := range archive.File {
		names[i] = part.Name
	}
	if err := recognise(head, names); err != nil {
		return nil, fmt.Errorf("%s: %w", f.name, err)
	}
	w := &workbook{file: f, bytes: content, parts: newParts(archive)}
	if err := w.readStructure(); err != nil {
		return nil, fmt.Errorf("%s: %w", f.name, err)
	}
	if err := w.choose(sheet); err != nil {
		return nil, fmt.Errorf("%s: %w", f.name, err)
	}
	return w, nil
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

func (w *workbook) next(ctx context.Context) (*table.Source, error) {
	if err := w.leave(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(w.sheets) == 0 {
		if err := w.file.untouched(); err != nil {
			return nil, fmt.Errorf("%s: %w", w.file.name, err)
		}
		w.bytes.finish()
		return nil, io.EOF
	}
	next := w.sheets[0]
	w.sheets = w.sheets[1:]
	w.source = &table.Source{File: w.file.name, Sheet: next.name}
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
	if w.part, err = openPart(sheet.part); err != nil {
		return err
	}
	w.sheet.reset(w.part, w.strings)
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

func (w *workbook) read(ctx context.Context, b *table.Batch) error {
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

func (w *workbook) close() error {
	var err error
	if w.part != nil {
		err = w.part.Close()
		w.part = nil
	}
	return errors.Join(err, w.file.Close())
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
