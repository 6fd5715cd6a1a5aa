package matchers

import (
	"encoding/binary"
	"io"
	"math/bits"

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
	widest    = 2 + 3*8 // bytes of a step; so many may be read behind the last one of a page
)

// add writes two bytes that say how many bytes each of the three differences
// takes, and behind them the differences, the lowest byte first.
func (t *trail) add(s step) {
	if n := len(t.pages); n == 0 || cap(t.pages[n-1])-len(t.pages[n-1]) < 2*widest {
		t.turn()
	}
	last := &t.pages[len(t.pages)-1]
	n := len(*last)
	to := (*last)[n : n+widest]
	id, key, home := folded(uint64(s.id-t.last.id)), folded(uint64(s.key-t.last.key)), folded(uint64(s.home)-uint64(t.last.home))
	ofID, ofKey, ofHome := bytesOf(id), bytesOf(key), bytesOf(home)
	to[0], to[1] = byte(ofID<<4|ofKey), byte(ofHome)
	binary.LittleEndian.PutUint64(to[2:], id)
	binary.LittleEndian.PutUint64(to[2+ofID:], key)
	binary.LittleEndian.PutUint64(to[2+ofID+ofKey:], home)
	*last = (*last)[:n+2+ofID+ofKey+ofHome]
	t.last = s
	t.count++
}

// folded makes small numbers of small differences, be they negative or not, and
// unfolded makes the difference of it again.
func folded(difference uint64) uint64 { return difference<<1 ^ uint64(int64(difference)>>63) }

func unfolded(n uint64) uint64 { return n>>1 ^ -(n & 1) }

// bytesOf is how many bytes n has without the zero ones above them.
func bytesOf(n uint64) int { return (bits.Len64(n) + 7) / 8 }

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

// read yields the members of a page, behind which there are widest bytes of
// anything, and says whether more are wanted.
func (r *trailReader) read(page []byte) bool {
	readable := page[:len(page)+widest]
	for at := 0; at < len(page); {
		from := readable[at : at+widest]
		ofID, ofKey, ofHome := int(from[0]>>4), int(from[0]&15), int(from[1])
		r.last.id += code(difference(from[2:], ofID))
		r.last.key += resident.Key(difference(from[2+ofID:], ofKey))
		r.last.home += uint32(difference(from[2+ofID+ofKey:], ofHome))
		at += 2 + ofID + ofKey + ofHome
		if !r.yield(r.order, r.last) {
			return false
		}
		r.order++
	}
	return true
}

// difference is the one in the first n bytes of from.
func difference(from []byte, n int) uint64 {
	return unfolded(binary.LittleEndian.Uint64(from) & (1<<(8*n) - 1))
}
