package matchers

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/table"
)

// keys draws keys that collide and keys that do not.
func keys() *rapid.Generator[uint64] {
	return rapid.OneOf(
		rapid.Uint64Range(1, 50),
		rapid.Uint64Min(1),
		rapid.Custom(func(t *rapid.T) uint64 { return rapid.Uint64Range(1, 50).Draw(t, "high") << 54 }),
	)
}

// An index does what a map does.
func TestIndexIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, m := &index{}, map[uint64]uint32{}
		for _, key := range rapid.SliceOfN(keys(), 0, 60).Draw(t, "keys") {
			want, known := m[key]
			if !known {
				want = uint32(len(m))
				m[key] = want
			}
			if got, isNew := x.add(key); got != want || isNew == known {
				t.Fatalf("add(%d) = %d, %v; want %d, %v", key, got, isNew, want, !known)
			}
		}
		all := append(slices.Collect(maps.Keys(m)), rapid.SliceOfN(keys(), 0, 2*probes).Draw(t, "others")...)
		all = append(all, 0)
		found := make([]uint32, len(all))
		x.findAll(all, found)
		for i, key := range all {
			want := uint32(0)
			if number, ok := m[key]; ok {
				want = number + 1
			}
			if found[i] != want {
				t.Fatalf("findAll: %d at %d, want %d", key, found[i], want)
			}
		}
		for key, want := range m {
			if got, ok := x.find(key); !ok || got != want {
				t.Fatalf("find(%d) = %d, %v; want %d", key, got, ok, want)
			}
		}
		stranger := keys().Draw(t, "stranger")
		if _, ok := m[stranger]; !ok {
			if got, found := x.find(stranger); found {
				t.Fatalf("find(%d) = %d, though it was never added", stranger, got)
			}
		}
	})
}

// Growing loses nothing.
func TestIndexGrows(t *testing.T) {
	x := &index{}
	const many = 100_000
	for i := range uint64(many) {
		if _, isNew := x.add(i*i + 1); !isNew {
			t.Fatalf("%d is not new", i*i+1)
		}
	}
	for i := range uint64(many) {
		if got, ok := x.find(i*i + 1); !ok || got != uint32(i) {
			t.Fatalf("find(%d) = %d, %v", i*i+1, got, ok)
		}
	}
	if x.count() != many || len(x.slots) < many || len(x.slots) > 2*many {
		t.Errorf("%d keys in %d slots", x.count(), len(x.slots))
	}
}

// Items stay where they are while the list grows.
func TestPagedListDoesNotMoveItems(t *testing.T) {
	var list paged[int]
	var items []*int
	const many = 2*pageSize + 10
	for i := range many {
		item, at := list.add()
		if at != uint32(i) || *item != 0 {
			t.Fatalf("item %d stands at %d with %d", i, at, *item)
		}
		*item = i + 1
		items = append(items, item)
	}
	for i, item := range items {
		if list.at(uint32(i)) != item || *item != i+1 {
			t.Fatalf("item %d moved or changed", i)
		}
	}
	if list.count != many || len(list.pages) != 3 {
		t.Errorf("%d items on %d pages", list.count, len(list.pages))
	}
}

func TestOriginsArePacked(t *testing.T) {
	var o origins
	one, other := &table.Source{File: "a.xlsx", Sheet: "1"}, &table.Source{File: "a.xlsx", Sheet: "1"}
	all := []table.Origin{
		{}, {Source: one, Row: 1}, {Source: other, Row: 1}, {Source: one, Row: 1_048_576}, {Source: other, Row: 100_000_000}, {Source: one},
	}
	packed := make([]place, len(all))
	for i, origin := range all {
		packed[i] = o.pack(origin)
		if o.pack(origin) != packed[i] {
			t.Errorf("%v is packed otherwise the second time", origin)
		}
	}
	for i, origin := range all {
		if got := o.origin(packed[i]); got != origin {
			t.Errorf("%v becomes %v", origin, got)
		}
	}
	if packed[0] != 0 {
		t.Errorf("none is packed as %d", packed[0])
	}
}
