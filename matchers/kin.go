package matchers

import (
	"slices"

	"github.com/bidui/bidui/internal/resident"
)

// kinship is where the relatives live of those whom the rolls name and the
// registry does not have, and where those live whom it has as heads alone. There
// are few of these: it is worked out for them alone.
type kinship struct {
	benefits map[uint32][]uint32       // position of a benefit number + 1 → positions in persons.list of registered persons who have it
	heads    map[resident.Key][]uint32 // key of such a relative or head → households that have it as their head's, by position
}

// kin works the kinship out. Call it after spread.
func (j *Join) kin() kinship {
	k := kinship{benefits: map[uint32][]uint32{}, heads: map[resident.Key][]uint32{}}
	p := j.persons
	for i := range uint32(p.list.count) {
		who := p.list.at(i)
		if !p.speaks(i, who) {
			continue
		}
		if p.is(registered, i) {
			if who.home == 0 {
				k.heads[p.key(i)] = nil
			}
			continue
		}
		p.eachVariant(who, func(v variant) {
			if v.head != 0 {
				k.heads[p.key(v.head-1)] = nil
			}
			if v.benefit != 0 {
				k.benefits[v.benefit] = nil
			}
		})
	}
	if len(k.heads) == 0 && len(k.benefits) == 0 {
		return k
	}
	for i := range uint32(p.list.count) {
		if !p.is(registered, i) {
			continue
		}
		p.eachVariant(p.list.at(i), func(v variant) {
			if relatives, wanted := k.benefits[v.benefit]; wanted && !slices.Contains(relatives, i) {
				k.benefits[v.benefit] = append(relatives, i)
				k.heads[p.key(i)] = nil
			}
		})
	}
	for i := range uint32(j.homes.list.count) {
		key := j.homes.list.at(i).headKey()
		if homes, wanted := k.heads[key]; wanted && key != 0 {
			k.heads[key] = append(homes, i)
		}
	}
	return k
}

// headed is the household with the smallest number of those that have the key as
// their head's, by position + 1; 0: none has.
func (k kinship) headed(j *Join, key resident.Key) (home uint32) {
	for _, at := range k.heads[key] {
		if home == 0 || j.homeID(at) < j.homeID(home-1) {
			home = at + 1
		}
	}
	return home
}

// of is the numbers of the households of a person's relatives, sorted.
func (k kinship) of(j *Join, who *person) []string {
	var homes []string
	add := func(at uint32) {
		if relative := j.persons.list.at(at); relative.home != 0 {
			homes = append(homes, j.homeID(relative.home-1))
		}
		for _, home := range slices.Concat(j.persons.moreHomes[at], k.heads[j.persons.key(at)]) {
			homes = append(homes, j.homeID(home))
		}
	}
	j.persons.eachVariant(who, func(v variant) {
		if v.head != 0 {
			add(v.head - 1)
		}
		for _, at := range k.benefits[v.benefit] {
			add(at)
		}
	})
	slices.Sort(homes)
	return slices.Compact(homes)
}
