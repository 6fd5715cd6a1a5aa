package matchers

import (
	"encoding/binary"
	"io"

	"github.com/bidui/bidui/internal/resident"
)

// Scratch is room outside of memory, for what is written once and seldom read: a
// temporary file.
type Scratch interface {
	io.WriterAt
	io.ReaderAt
}

// step is what the trail keeps of one member.
type step struct {
	id   code
	key  resident.Key // 0 where the member cannot be anybody's double
	home uint32       // the household's position + 1, 0: none
}

// trail is all members that streamed by, in their order. It is read from its
// beginning to its end or not at all, so each is kept as what differs from the
// one before: some ten bytes where households come together. Beyond the first
// millions of members it is written to the scratch.
type trail struct {
	pages   [][]byte
	scratch Scratch // nil: all pages are kept
	written []int   // bytes of each page in scratch, which stands at a multiple of trailPage
	err     error   // of scratch: what was read is not all
	count   int
	last    step
}

const (
	trailPage = 64 << 10
	keptPages = 256
	widest    = 3 * binary.MaxVarintLen64 // bytes of a step
)

func (t *trail) add(s step) {
	if n := len(t.pages); n == 0 || cap(t.pages[n-1])-len(t.pages[n-1]) < widest {
		t.turn()
	}
	page := t.pages[len(t.pages)-1]
	page = binary.AppendVarint(page, int64(s.id-t.last.id))
	page = binary.AppendVarint(page, int64(s.key-t.last.key))
	page = binary.AppendVarint(page, int64(s.home)-int64(t.last.home))
	t.pages[len(t.pages)-1] = page
	t.last = s
	t.count++
}

// turn begins a page. Where there are many, the full one goes to the scratch; if
// it does not go, it stays.
func (t *trail) turn() {
	if n := len(t.pages); t.scratch != nil && n > keptPages {
		page := t.pages[n-1]
		if _, err := t.scratch.WriteAt(page, int64(len(t.written))*trailPage); err == nil {
			t.written = append(t.written, len(page))
			t.pages[n-1] = page[:0]
			return
		}
		t.scratch = unwritable{t.scratch}
	}
	t.pages = append(t.pages, make([]byte, 0, trailPage))
}

// unwritable is a scratch that is read only, since it is full.
type unwritable struct{ Scratch }

// WriteAt is io.WriterAt.
func (unwritable) WriteAt([]byte, int64) (int, error) { return 0, io.ErrShortWrite }

// all yields every member with its order, unless the scratch cannot be read:
// then it stops early, and t.err says why.
func (t *trail) all(yield func(order uint32, s step) bool) {
	r := trailReader{yield: yield}
	kept := min(len(t.pages), keptPages)
	for _, page := range t.pages[:kept] {
		if !r.read(page) {
			return
		}
	}
	var page [trailPage]byte
	for i, size := range t.written {
		if n, err := t.scratch.ReadAt(page[:size], int64(i)*trailPage); n < size {
			t.err = err
			return
		}
		if !r.read(page[:size]) {
			return
		}
	}
	for _, page := range t.pages[kept:] {
		if !r.read(page) {
			return
		}
	}
}

// trailReader is how far a trail has been read.
type trailReader struct {
	yield func(order uint32, s step) bool
	order uint32
	last  step
}

// read yields the members of a page, and says whether more are wanted.
func (r *trailReader) read(page []byte) bool {
	next := func() int64 {
		difference, n := binary.Varint(page)
		page = page[n:]
		return difference
	}
	for len(page) > 0 {
		r.last.id += code(next())
		r.last.key += resident.Key(next())
		r.last.home = uint32(int64(r.last.home) + next())
		if !r.yield(r.order, r.last) {
			return false
		}
		r.order++
	}
	return true
}
