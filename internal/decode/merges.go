package decode

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"

	"github.com/bidui/bidui/internal/table"
)

// readMerges finds the merged cells of a sheet. They stand behind its rows, so
// the part is unpacked once more; nothing but their tags is looked at. What is
// wrong with the part is left for who reads the rows to tell.
func readMerges(part *zip.File) (m table.Merges, err error) {
	opened, err := openPart(part)
	if err != nil {
		return m, err
	}
	tags := tagFinder{src: opened, buf: make([]byte, 0, xmlBuffer)}
	for tag := tags.next(); tag != nil; tag = tags.next() {
		if first, last, column, ok := parseRange(tag); ok {
			m.Add(first, last, column)
		}
	}
	if err := opened.Close(); err != nil && !errors.Is(err, zip.ErrChecksum) {
		return m, err
	}
	return m, nil
}

// tagFinder finds the tags named mergeCell in a stream of XML.
type tagFinder struct {
	src io.Reader
	buf []byte
	err error
}

var mergeTag = []byte("mergeCell ")

// longestTag is how long the tag of a merged cell can be.
const longestTag = 256

// next is the inside of the next tag; nil after the last. It is valid until next
// is called again.
func (f *tagFinder) next() []byte {
	for {
		if at := bytes.Index(f.buf, mergeTag); at >= 0 {
			f.buf = f.buf[at+len(mergeTag):]
			f.fill(longestTag)
			if end := bytes.IndexByte(f.buf[:min(len(f.buf), longestTag)], '>'); end >= 0 {
				return f.buf[:end]
			}
			continue
		}
		if f.err != nil {
			return nil
		}
		f.buf = f.buf[max(0, len(f.buf)-len(mergeTag)+1):]
		f.fill(xmlBuffer / 2)
	}
}

// fill reads until so many bytes are there, or no more come.
func (f *tagFinder) fill(want int) {
	for len(f.buf) < want && f.err == nil {
		if cap(f.buf) < xmlBuffer {
			f.buf = append(make([]byte, 0, 2*xmlBuffer), f.buf...)
		}
		var n int
		n, f.err = f.src.Read(f.buf[len(f.buf):cap(f.buf)])
		f.buf = f.buf[:len(f.buf)+n]
	}
}

// parseRange reads ref="A3:C7": the first and the last row, and the first column.
func parseRange(tag []byte) (first, last, column int, ok bool) {
	_, value, found := bytes.Cut(tag, []byte("ref="))
	if !found || len(value) < 2 {
		return 0, 0, 0, false
	}
	value, _, _ = bytes.Cut(value[1:], value[:1])
	from, to, _ := bytes.Cut(value, []byte(":"))
	column, ok = parseColumn(from)
	if !ok {
		return 0, 0, 0, false
	}
	first, ok = parseIndex(bytes.TrimLeft(from, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), table.MaxSheetRows)
	last, fits := parseIndex(bytes.TrimLeft(to, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), table.MaxSheetRows)
	return first, last, column, ok && fits
}
