package matchers

import (
	"math/bits"
	"strconv"

	"github.com/bidui/bidui/internal/resident"
)

// nearby is the sound numbers that are near some faulty ones.
type nearby struct {
	sieve
	started bool // some are rounded, so that whatever starts like them is near
}

const (
	nearEach   = 21       // keys of a faulty number that nearby is made for
	startMark  = 1 << 62  // of the first 15 digits of a rounded number, beside whole keys
	afterStart = 100 * 11 // a key over its first 15 digits
)

func newNearby(numbers int) nearby { return nearby{sieve: newSieve(numbers * nearEach)} }

// add takes in what is near a faulty number.
func (n *nearby) add(text string, reason resident.Reason) {
	var keys [2 * 18]resident.Key
	for _, key := range resident.AppendRepairs(keys[:0], text) {
		n.sieve.add(uint64(key))
	}
	if len(text) < 15 || !isRounded(text, reason) {
		return
	}
	if start, err := strconv.ParseUint(text[:15], 10, 64); err == nil {
		n.sieve.add(startMark | start)
		n.started = true
	}
}

// has says whether a sound number is near, or may be.
func (n *nearby) has(key resident.Key) bool {
	return n.catches(uint64(key)) || n.started && n.catches(startMark|uint64(key)/afterStart)
}

// sieve lets by nearly all keys but those that were added: three bits of one
// word per key, so that asking costs one look into little memory. The zero
// sieve lets by every key.
type sieve struct {
	words []uint64
	shift uint
}

const sieveBits = 16 // per key, or up to twice as many: one key in a hundred, or fewer, is caught for no reason

func newSieve(keys int) sieve {
	log := bits.Len(uint(keys * sieveBits / 64))
	return sieve{words: make([]uint64, 1<<log), shift: uint(64 - log)}
}

// place is the word of a key, and its bits there.
func (s *sieve) place(key uint64) (word int, marks uint64) {
	hash := key * spread
	more := hash ^ hash>>32
	more *= spread
	return int(hash >> s.shift), 1<<(more>>58) | 1<<(more>>52&63) | 1<<(more>>46&63)
}

func (s *sieve) add(key uint64) {
	word, marks := s.place(key)
	s.words[word] |= marks
}

// catches says whether a key was added, or may have been.
func (s *sieve) catches(key uint64) bool {
	if len(s.words) == 0 {
		return false
	}
	word, marks := s.place(key)
	return s.words[word]&marks == marks
}
