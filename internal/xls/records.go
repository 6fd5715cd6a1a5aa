package xls

import (
	"encoding/binary"
	"io"
)

// Records are the parts of a workbook's stream: two bytes of kind, two of
// length, and a body.
const (
	headerSize = 4
	maxBody    = 8224 // what is longer goes on in CONTINUE records
	bufferSize = 32 << 10
)

// records reads the records of a stream one after the other.
type records struct {
	src  *stream
	size int64  // of the stream
	end  int64  // of what has been read into buf, in the stream
	buf  []byte // what has been read and not been returned
	room []byte // the memory of buf
	kind uint16 // of the current record
	body []byte // likewise, until the next call
}

func newRecords(src *stream) *records {
	return &records{src: src, size: src.file.Size, room: make([]byte, bufferSize)}
}

// seek moves to the record at an offset.
func (r *records) seek(offset int64) error {
	if offset < r.end-int64(len(r.buf)) || offset > r.end {
		if offset >= r.size {
			return damaged("a sheet is said to begin behind its end")
		}
		if err := r.src.seek(offset); err != nil {
			return err
		}
		r.buf, r.end = nil, offset
	}
	r.buf = r.buf[len(r.buf)-int(r.end-offset):]
	return nil
}

// offset is where the record after the current one begins.
func (r *records) offset() int64 { return r.end - int64(len(r.buf)) }

// next moves to the next record. A stream has no end that a reader may come to:
// its sheets tell where they end.
func (r *records) next() error {
	if err := r.need(headerSize); err != nil {
		return err
	}
	length := int(binary.LittleEndian.Uint16(r.buf[2:]))
	if length > maxBody {
		return damaged("a record has %d bytes", length)
	}
	if err := r.need(headerSize + length); err != nil {
		return err
	}
	r.kind = binary.LittleEndian.Uint16(r.buf)
	r.body = r.buf[headerSize : headerSize+length]
	r.buf = r.buf[headerSize+length:]
	return nil
}

// continued moves to the next record if it continues the current one.
func (r *records) continued() (bool, error) {
	next, err := r.peek(headerSize)
	if err != nil || next == nil || binary.LittleEndian.Uint16(next) != recContinue {
		return false, err
	}
	return true, r.next()
}

// peek is the next n bytes, and nil where the stream has fewer.
func (r *records) peek(n int) ([]byte, error) {
	if r.size-r.offset() < int64(n) {
		return nil, nil
	}
	err := r.need(n)
	return r.buf, err
}

// need makes buf have n bytes.
func (r *records) need(n int) error {
	if len(r.buf) >= n {
		return nil
	}
	have := copy(r.room, r.buf)
	r.buf = r.room[:have]
	for have < n {
		more, err := r.src.Read(r.room[have:])
		have += more
		r.end += int64(more)
		r.buf = r.room[:have]
		if err == io.EOF && have < n {
			return damaged("it ends in the middle of a sheet")
		}
		if err != nil && err != io.EOF {
			return err
		}
	}
	return nil
}

// sized refuses the current record unless its body has n bytes. Some programs
// write a few more at its end, but none so many that they could be a record.
func (r *records) sized(n int) error {
	if len(r.body) < n || len(r.body) >= n+headerSize {
		return damaged("a record of kind %#x has %d bytes instead of %d", r.kind, len(r.body), n)
	}
	return nil
}

// atLeast refuses the current record unless its body has n bytes or more.
func (r *records) atLeast(n int) error {
	if len(r.body) < n {
		return damaged("a record of kind %#x has %d bytes, fewer than %d", r.kind, len(r.body), n)
	}
	return nil
}
