package matchers

import (
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/roster"
)

// pupils is who is in the enrolment.
type pupils struct {
	byKey *index  // match key → position in rows
	rows  []place // of the first row with the key
}

func newPupils() pupils { return pupils{byKey: newIndex(1 << 10)} }

// AddPupil takes a row of the enrolment in, and says where it belongs. Call it
// after Settle.
func (j *Join) AddPupil(p *roster.Pupil) registry.AreaID {
	if !p.Left && p.Resident.Key != 0 {
		if _, isNew := j.pupils.byKey.add(uint64(p.Resident.Key), uint32(len(j.pupils.rows))); isNew {
			j.pupils.rows = append(j.pupils.rows, j.origins.pack(p.Origin))
		}
	}
	return j.areas.Number(p.Area)
}
