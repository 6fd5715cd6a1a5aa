package matchers

import (
	"encoding/binary"

	"github.com/bidui/bidui/internal/resident"
)

// step is what the trail keeps of one member.
type step struct {
	id   code
	key  resident.Key // 0 where the member cannot be anybody's double
	home uint32       // the household's position + 1, 0: none
}

// trail is all members that streamed by, in their order. It is read from its
// beginning to its end or not at all, so each is kept as what differs from the
// one before: some ten bytes where households come together.
type trail struct {
	pages [][]byte
	count int
	last  step
}

const (
	trailPage = 64 << 10
	widest    = 3 * binary.MaxVarintLen64 // bytes of a step
)

func (t *trail) add(s step) {
	n := len(t.pages)
	if n == 0 || cap(t.pages[n-1])-len(t.pages[n-1]) < widest {
		t.pages = append(t.pages, make([]byte, 0, trailPage))
		n++
	}
	page := t.pages[n-1]
	page = binary.AppendVarint(page, int64(s.id-t.last.id))
	page = binary.AppendVarint(page, int64(s.key-t.last.key))
	page = binary.AppendVarint(page, int64(s.home)-int64(t.last.home))
	t.pages[n-1] = page
	t.last = s
	t.count++
}

// all yields every member with its order.
func (t *trail) all(yield func(order uint32, s step) bool) {
	var s step
	order := uint32(0)
	for _, page := range t.pages {
		for len(page) > 0 {
			next := func() int64 {
				difference, n := binary.Varint(page)
				page = page[n:]
				return difference
			}
			s.id += code(next())
			s.key += resident.Key(next())
			s.home = uint32(int64(s.home) + next())
			if !yield(order, s) {
				return
			}
			order++
		}
	}
}
