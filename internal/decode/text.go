package decode

import (
	"fmt"
	"io"
	"unicode/utf8"

	fastutf8 "github.com/segmentio/asm/utf8"

	"github.com/bidui/bidui/internal/gb18030"
)

// textReader reads the bytes of a file as UTF-8.
type textReader struct {
	src      io.Reader
	encoding string
	convert  converter // nil: the bytes are UTF-8 and only checked
	guessed  bool      // UTF-8 was guessed, and all bytes so far are ASCII: GB18030 is still possible
	raw      []byte    // bytes of src not handed out yet
	offset   int64     // of raw in the file
	err      error     // of src
}

// converter writes the UTF-8 of src to dst: as much as fits, and as src has
// whole characters. An error is about the byte src[taken].
type converter func(dst, src []byte, final bool) (written, taken int, err error)

// damageError says which bytes of a file do not decode.
type damageError struct {
	offset   int64 // of the first of them
	encoding string
	reason   error
}

// Error names the place, and the encoding that may have been the wrong guess.
func (e *damageError) Error() string {
	return fmt.Sprintf("byte %d of the file, read as %s: %s", e.offset, e.encoding, e.reason)
}

// What bytes can be wrong in.
var (
	errCutOff  = gb18030.ErrCutOff
	errInvalid = gb18030.ErrInvalid
)

// rawChunk is how many bytes of a file are converted at a time.
const rawChunk = 64 << 10

// newTextReader reads src as UTF-8; head is how it begins.
func newTextReader(src io.ReadSeeker, head []byte, encoding string) (*textReader, error) {
	found, mark, err := guessEncoding(head, encoding)
	if err != nil {
		return nil, err
	}
	if _, err := src.Seek(int64(mark), io.SeekStart); err != nil {
		return nil, err
	}
	t := &textReader{src: src, encoding: found, offset: int64(mark)}
	switch found {
	case utf16LittleEndian:
		t.convert = utf16Converter(0)
	case utf16BigEndian:
		t.convert = utf16Converter(1)
	case encodingGB18030:
		t.convert = gb18030.NewConverter()
	default:
		t.guessed = mark == 0 && encoding != encodingUTF8
	}
	return t, nil
}

// minRead is the least room that read wants.
const minRead = 512

// read fills p, of at least minRead bytes, with UTF-8, with whole characters
// only. After the last it returns io.EOF, possibly beside some text, and so it
// does with other errors.
func (t *textReader) read(p []byte) (int, error) {
	if t.convert != nil {
		return t.converted(p)
	}
	n := copy(p, t.raw)
	m, err := t.src.Read(p[n:])
	n += m
	t.raw, t.err = t.raw[:0], err
	good := wholeCharacters(p[:n])
	if !fastutf8.Valid(p[:good]) {
		good = validPrefix(p[:good])
	}
	t.guessed = t.guessed && isASCII(p[:good])
	t.offset += int64(good)
	if good == n {
		return n, err
	}
	return good, t.stopped(p[good:n])
}

// smallReader makes an io.Reader of a textReader, for who does not know how much
// room read wants.
type smallReader struct {
	text  *textReader
	room  [minRead]byte
	spare []byte // of room: still to be handed out
	err   error  // that comes after it
}

// Read is io.Reader.
func (r *smallReader) Read(p []byte) (int, error) {
	if len(r.spare) == 0 && r.err == nil {
		if len(p) >= minRead {
			return r.text.read(p)
		}
		var n int
		n, r.err = r.text.read(r.room[:])
		r.spare = r.room[:n]
	}
	n := copy(p, r.spare)
	r.spare = r.spare[n:]
	if len(r.spare) == 0 {
		return n, r.err
	}
	return n, nil
}

// stopped deals with bytes that are not UTF-8: they are the beginning of a
// character, or GB18030 after all, or damage.
func (t *textReader) stopped(rest []byte) error {
	begun := !utf8.FullRune(rest)
	switch {
	case begun && t.err != io.EOF:
		t.raw = append(t.raw, rest...)
		return t.err
	case t.guessed:
		t.convert, t.encoding = gb18030.NewConverter(), encodingGB18030
		t.raw = append(t.raw, rest...)
		return nil
	case begun:
		return t.damage(errCutOff)
	}
	return t.damage(errInvalid)
}

func (t *textReader) converted(p []byte) (int, error) {
	for {
		written, taken, err := t.convert(p, t.raw, t.err == io.EOF)
		t.raw = t.raw[taken:]
		t.offset += int64(taken)
		switch {
		case err != nil:
			return written, t.damage(err)
		case len(t.raw) == 0 && t.err != nil:
			return written, t.err
		case written > 0:
			return written, nil
		case t.err != nil && t.err != io.EOF:
			return 0, t.err
		}
		t.refill()
	}
}

// refill puts more bytes of the file behind those that are left.
func (t *textReader) refill() {
	if cap(t.raw) < len(t.raw)+rawChunk/2 {
		t.raw = append(make([]byte, 0, rawChunk), t.raw...)
	}
	var n int
	n, t.err = t.src.Read(t.raw[len(t.raw):cap(t.raw)])
	t.raw = t.raw[:len(t.raw)+n]
}

func (t *textReader) damage(err error) error {
	return &damageError{offset: t.offset, encoding: t.encoding, reason: err}
}

// wholeCharacters is how much of p there is before a character that begins at its
// end and is not all there.
func wholeCharacters(p []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(p); n++ {
		if last := p[len(p)-n:]; utf8.RuneStart(last[0]) {
			if !utf8.FullRune(last) {
				return len(p) - n
			}
			break
		}
	}
	return len(p)
}

// validPrefix is how many bytes of p are whole UTF-8 characters before the
// first that is not.
func validPrefix(p []byte) int {
	at := 0
	for at < len(p) {
		r, size := utf8.DecodeRune(p[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return at
}

func isASCII(p []byte) bool {
	for _, c := range p {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
