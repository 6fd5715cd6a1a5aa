package matchers

import (
	"math/bits"
	"strconv"

	"github.com/bidui/bidui/internal/resident"
)

// nearby tells of nearly every sound number that is not near any of some faulty
// ones that it is not. It is a bitmap of words: the first 15 digits of a number
// choose one, so that asking costs one look into memory, and the number has
// three bits there. Numbers near a rounded one are those that start like it: in
// their word the start has three bits. The zero nearby is near nothing.
type nearby struct{ words []uint64 }

const (
	nearBits   = 21 * 16  // per faulty number: 16 for each that is near it, of which there are about 21
	afterStart = 11 * 100 // a key divided by it is the first 15 digits
)

func newNearby(faulty int) nearby {
	return nearby{words: make([]uint64, 1<<bits.Len(uint(faulty*nearBits/64)))}
}

// add takes in what is near a faulty number.
func (n *nearby) add(text string, reason resident.Reason) {
	var keys [2 * 18]resident.Key
	for _, key := range resident.AppendRepairs(keys[:0], text) {
		*n.word(uint64(key) / afterStart) |= threeBits(uint64(key))
	}
	if len(text) < 15 || !isRounded(text, reason) {
		return
	}
	if start, err := strconv.ParseUint(text[:15], 10, 64); err == nil {
		*n.word(start) |= startBits(start)
	}
}

// has says whether a sound number is near, or may be.
func (n *nearby) has(key resident.Key) bool {
	if len(n.words) == 0 {
		return false
	}
	start := uint64(key) / afterStart
	word, own, common := *n.word(start), threeBits(uint64(key)), startBits(start)
	return word&own == own || word&common == common
}

// look reads what has of a number reads.
func (n *nearby) look(key resident.Key) uint32 {
	if len(n.words) == 0 {
		return 0
	}
	return uint32(*n.word(uint64(key) / afterStart))
}

// word is where the numbers with a start have their bits.
func (n *nearby) word(start uint64) *uint64 { return &n.words[slotOf(hashOf(start), len(n.words))] }

// startBits is the bits of all numbers with a start: those of no key.
func startBits(start uint64) uint64 { return threeBits(^start) }

func threeBits(number uint64) uint64 {
	hash := hashOf(number)
	return 1<<(hash>>58) | 1<<(hash>>52&63) | 1<<(hash>>46&63)
}
