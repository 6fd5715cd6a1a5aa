package matchers

import (
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/roster"
)

// pupils is who is in the enrolment.
type pupils struct {
	byKey index   // of match keys; numbered as they stand in rows
	rows  []place // of the first row with the key
}

// AddPupil takes a row of the enrolment in, and says where it belongs. Call it
// after Settle.
func (j *Join) AddPupil(p *roster.Pupil) registry.AreaID {
	if !p.Left && p.Resident.Key != 0 {
		if _, isNew := j.pupils.byKey.add(uint64(p.Resident.Key)); isNew {
			j.pupils.rows = append(j.pupils.rows, j.origins.pack(p.Origin))
		}
	}
	return j.areas.Number(p.Area)
}

// see says of a member whether he is in the enrolment.
func (p *pupils) see(j *Join, m *Member) {
	if at, ok := p.byKey.find(uint64(m.Resident.Key)); ok && m.Resident.Key != 0 {
		m.Enrolled, m.Enrolment = true, j.origins.origin(p.rows[at])
	}
}
