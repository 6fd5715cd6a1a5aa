package synth

import "math/bits"

// dice is a stream of random numbers that is the same on every machine and
// under every version of Go (SplitMix64).
type dice struct{ state uint64 }

// newDice starts the stream of that number among those of a seed.
func newDice(seed, stream uint64) dice { return dice{mix(seed) ^ mix(stream*golden+1)} }

const golden = 0x9E3779B97F4A7C15

// mix spreads every bit of x over all bits of the result, and is a bijection.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

func (d *dice) next() uint64 {
	d.state += golden
	return mix(d.state)
}

// below is a number from 0 to n-1.
func (d *dice) below(n int) int {
	high, _ := bits.Mul64(d.next(), uint64(n))
	return int(high)
}

// percent is true in p of a hundred cases.
func (d *dice) percent(p int) bool { return d.below(100) < p }

// one is one of the list.
func one[T any](d *dice, list []T) T { return list[d.below(len(list))] }

// permutation is a shuffled order of the numbers from 0 to n-1 that takes no
// memory: four rounds of a Feistel network over the next power of four, walked
// until the result lies below n.
type permutation struct {
	n    uint64
	half uint
	keys [4]uint64
}

func newPermutation(n int, seed, stream uint64) permutation {
	d := newDice(seed, stream)
	p := permutation{n: uint64(n), half: max(1, uint(bits.Len64(uint64(n-1))+1)/2)}
	for i := range p.keys {
		p.keys[i] = d.next()
	}
	return p
}

// at is the number at place i of the order.
func (p *permutation) at(i int) int {
	mask := uint64(1)<<p.half - 1
	x := uint64(i)
	for {
		left, right := x>>p.half, x&mask
		for _, key := range p.keys {
			left, right = right, left^mix(right+key)&mask
		}
		if x = left<<p.half | right; x < p.n {
			return int(x)
		}
	}
}
