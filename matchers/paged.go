package matchers

const (
	pageBits = 14
	pageSize = 1 << pageBits
)

// paged is a growing list that never moves its items, so that growing costs no
// second copy of millions of them.
type paged[T any] struct {
	pages []*[pageSize]T
	count int
}

// at is the i-th item.
func (p *paged[T]) at(i uint32) *T { return &p.pages[i>>pageBits][i&(pageSize-1)] }

// add appends a zero item and returns it with its position.
func (p *paged[T]) add() (*T, uint32) {
	if p.count>>pageBits == len(p.pages) {
		p.pages = append(p.pages, new([pageSize]T))
	}
	i := uint32(p.count)
	p.count++
	return p.at(i), i
}
