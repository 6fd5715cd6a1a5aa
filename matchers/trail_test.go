package matchers

import (
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
)

// slate is a Scratch in memory, which takes so many bytes and may be unreadable.
type slate struct {
	bytes          []byte
	room           int
	unreadableFrom int64 // 0: nowhere
}

var errTorn = errors.New("the slate is torn")

func (s *slate) WriteAt(p []byte, at int64) (int, error) {
	end := int(at) + len(p)
	if end > s.room {
		return 0, io.ErrShortWrite
	}
	if end > len(s.bytes) {
		s.bytes = append(s.bytes, make([]byte, end-len(s.bytes))...)
	}
	return copy(s.bytes[at:], p), nil
}

func (s *slate) ReadAt(p []byte, at int64) (int, error) {
	if s.unreadableFrom > 0 && at >= s.unreadableFrom {
		return 0, errTorn
	}
	n := copy(p, s.bytes[at:])
	if int(at)+n == len(s.bytes) {
		return n, io.EOF
	}
	return n, nil
}

// What the trail keeps is what it was given, wherever it is kept: in memory, in
// the scratch, or where that is full in both.
func TestTrailIsGivenBack(t *testing.T) {
	const many = (keptPages + 40) * trailPage / 20
	for name, scratch := range map[string]Scratch{
		"memory": nil, "scratch": &slate{room: 1 << 30}, "full scratch": &slate{room: 10*trailPage + 17},
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(3) {
				random := rand.New(rand.NewPCG(seed, 0))
				some := make([]step, 1+random.IntN(20))
				for i := range some {
					some[i] = step{id: code(random.Uint64() >> random.IntN(64)), key: resident.Key(random.Uint64() >> random.IntN(64)), home: random.Uint32()}
				}
				tr := trail{scratch: scratch}
				for i := range many {
					tr.add(some[i%len(some)])
				}
				next := 0
				for order, s := range tr.all {
					if s != some[next%len(some)] || int(order) != next {
						t.Fatalf("step %d is %v, %d", next, s, order)
					}
					next++
				}
				if tr.count != many || next != many || tr.err != nil {
					t.Fatalf("%d steps, %d read: %v", tr.count, next, tr.err)
				}
			}
		})
	}
}

// A scratch that cannot be read is told of: nothing that follows can be trusted.
func TestScratchThatCannotBeRead(t *testing.T) {
	o := aYear()
	o.Scratch = &slate{room: 1 << 30, unreadableFrom: trailPage}
	j, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	world{}.build(j, &outcome{})
	members := make([]registry.Member, 1000)
	for n := 0; len(j.members.trail.written) < 3; {
		for i := range members {
			members[i] = registry.Member{ID: string(rune('一'+n%20_000)) + string(rune('一'+n/20_000)), Resident: resident.ID{Key: key(n)}}
			n++
		}
		j.Match(members, j.Locate(members, nil), func(int, *Member) {})
	}
	j.FindDuplicates()
	for range j.Duplicates {
	}
	if err := j.Err(); !errors.Is(err, errTorn) {
		t.Errorf("the error is %v", err)
	}
}
