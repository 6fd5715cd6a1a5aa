package matchers

import (
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/roster"
)

// AddPupil takes a row of the enrolment in, and says where it belongs. Call it
// after Settle.
func (j *Join) AddPupil(p *roster.Pupil) registry.AreaID {
	if !p.Left && p.Resident.Key != 0 {
		j.pupils.add(uint64(p.Resident.Key), 0)
	}
	return j.areas.Number(p.Area)
}
