package decode

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// relation is one line of a .rels part: what a part refers to.
type relation struct {
	kind   string // the last word of its type, the same in the strict and the usual format
	target string // the part's name
}

// readStructure finds the sheets and the shared strings.
func (w *workbook) readStructure() error {
	main := "xl/workbook.xml"
	root, err := w.relations("")
	if err != nil {
		return err
	}
	for _, to := range root {
		if to.kind == "officeDocument" {
			main = to.target
		}
	}
	refers, err := w.relations(main)
	if err != nil {
		return err
	}
	for _, to := range refers {
		if to.kind == "sharedStrings" {
			w.texts = w.parts[to.target]
		}
	}
	part := w.parts[main]
	if part == nil {
		return errors.New("it has no workbook part: the file is damaged")
	}
	if err := eachTag(part, func(x *xmlScanner) error { return w.structureTag(x, refers) }); err != nil {
		return fmt.Errorf("%s: %w", main, err)
	}
	if len(w.sheets) == 0 {
		return errors.New("it has no sheet of cells")
	}
	return nil
}

// structureTag takes from a start tag of the workbook part what matters here.
func (w *workbook) structureTag(x *xmlScanner, refers map[string]relation) error {
	switch {
	case x.is("workbookPr"):
		if isTrue(x.attr("date1904")) {
			return errors.New("it counts dates from 1904, so that they would be read four years early: save the sheets as .csv")
		}
	case x.is("sheet") && x.depth == 3:
		name := unescape(bytes.Clone(x.attr("name")))
		state := string(x.attr("state"))
		to, ok := refers[string(prefixedID(x.attrs))]
		if !ok {
			return fmt.Errorf("sheet %s has no part: the file is damaged", name)
		}
		if to.kind != "worksheet" {
			return nil // a chart, a dialogue or macros
		}
		part := w.parts[to.target]
		if part == nil {
			return fmt.Errorf("sheet %s: part %s is missing: the file is damaged", name, to.target)
		}
		w.sheets = append(w.sheets, sheetPart{name: string(name), hidden: state == "hidden" || state == "veryHidden", part: part})
	}
	return nil
}

// prefixedID is the attribute r:id, whatever its prefix is.
func prefixedID(attrs []xmlAttr) []byte {
	for _, attr := range attrs {
		if local := localName(attr.name); len(local) < len(attr.name) && string(local) == "id" {
			return meantValue(attr.value)
		}
	}
	return nil
}

// relations is what a part refers to, by identifier; for "" it is what the
// package itself refers to.
func (w *workbook) relations(of string) (map[string]relation, error) {
	dir, base := path.Split(of)
	name := partName(dir + "_rels/" + base + ".rels")
	all := map[string]relation{}
	part := w.parts[name]
	if part == nil {
		return all, nil
	}
	err := eachTag(part, func(x *xmlScanner) error {
		if !x.is("Relationship") || string(x.attr("TargetMode")) == "External" {
			return nil
		}
		target := strings.ReplaceAll(string(x.attr("Target")), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = "/" + dir + target
		}
		all[string(x.attr("Id"))] = relation{kind: path.Base(string(x.attr("Type"))), target: partName(target)}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return all, nil
}

// eachTag visits the start tags of a small part.
func eachTag(part *zip.File, visit func(x *xmlScanner) error) error {
	opened, err := openPart(part)
	if err != nil {
		return err
	}
	var x xmlScanner
	x.reset(opened)
	for err == nil {
		if err = x.next(); err == nil && x.kind == startTag {
			err = visit(&x)
		}
	}
	if err == io.EOF {
		err = nil
	}
	return errors.Join(damaged(err), opened.Close())
}

// joinNames is names as an error lists them.
func joinNames(sheets []sheetPart) string {
	names := make([]string, len(sheets))
	for i, sheet := range sheets {
		names[i] = sheet.name
	}
	return strings.Join(names, ", ")
}
