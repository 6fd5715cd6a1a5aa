package rules

import (
	"strings"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/matchers"
)

// assistMember judges a member against civil affairs' rosters.
func (j *Judge) assistMember(m *matchers.Member) {
	j.paidAfterDeath(m)
	if !m.Active() {
		return
	}
	if m.Dibao.Paid() && m.Member.Dibao != table.Yes {
		j.reportMember(DibaoUnmarked, m, values{
			severity: High, registry: m.DibaoText, agency: "是", expected: "是",
			detail: Detail{AgencyOrigin: m.Dibao.Origin},
		})
	}
	j.dibaoUnsupported(m)
	j.shouldBeCovered(m)
	j.nameDiffers(m, matchers.Dibao, &m.Dibao)
	j.nameDiffers(m, matchers.Tekun, &m.Tekun)
}

func (j *Judge) dibaoUnsupported(m *matchers.Member) {
	if m.Member.Dibao != table.Yes || m.Resident.Key == 0 || m.Dibao.Paid() || !m.Place.DibaoComplete {
		return
	}
	v := values{severity: Low, registry: m.DibaoText, expected: "否"}
	if m.Dibao.Carried {
		v.severity = Info
		v.detail = Detail{OutsideWindow: true, AgencyOrigin: m.Dibao.Origin}
	}
	before := len(j.findings[Assistance])
	j.reportMember(DibaoUnsupported, m, v)
	if len(j.findings[Assistance]) > before {
		j.unsupported[j.findings[Assistance][before].MemberID] = before
	}
}

// suspectID reports a near match, and makes the member's unsupported dibao mark
// mere information: the evidence may only have the number wrong.
func (j *Judge) suspectID(s *matchers.Suspect) {
	j.report(IDSuspected, Finding{
		Subject: "member:" + s.ID, Area: s.Place.Area,
		HouseholdID: s.HouseholdID, MemberID: s.ID, IDNumber: s.IDText, Name: s.Name,
	}, values{
		qualifier: s.Roll.Feed(), severity: Medium, registry: s.IDText, agency: s.Number,
		detail: Detail{
			Slip:           &Slip{Difference: s.Difference, Position: s.Position, RegistryNumber: s.Own, AgencyNumber: s.Other, AgencyName: s.RowName},
			RegistryOrigin: s.Origin, AgencyOrigin: s.RowOrigin,
		},
	})
	if i, ok := j.unsupported[s.ID]; ok {
		finding := &j.findings[Assistance][i]
		finding.Severity, finding.Detail.Suspected = Info, true
	}
}

func (j *Judge) paidAfterDeath(m *matchers.Member) {
	if m.State != registry.Dead || !m.StateDate.Known() {
		return
	}
	died := m.StateDate.Month()
	var paid []string        // not until when: of a spell still paid that is another month in every run
	origin := m.Dibao.Origin // the row that pays longest
	if m.Dibao.LastPaid > died {
		paid = append(paid, "低保")
	}
	if m.Tekun.LastPaid > died {
		paid = append(paid, "特困")
	}
	if m.Tekun.LastPaid > m.Dibao.LastPaid {
		origin = m.Tekun.Origin
	}
	if len(paid) > 0 {
		j.reportMember(PaidAfterDeath, m, values{
			severity: High, registry: "死亡 " + died.String(), agency: "之后仍发放" + strings.Join(paid, "、"),
			detail: Detail{AgencyOrigin: origin},
		})
	}
}

func (j *Judge) shouldBeCovered(m *matchers.Member) {
	entitled := m.NotYetExited && m.Resident.Key != 0 && !m.Dibao.Paid() && !m.Tekun.Paid() &&
		m.Place.DibaoComplete && m.Place.TekunComplete &&
		(m.Labour == "丧失劳动力" || m.Labour == "无劳动力") &&
		(strings.Contains(m.Health, "残疾") || strings.Contains(m.Health, "大病"))
	if entitled {
		j.reportMember(ShouldBeCovered, m, values{severity: Info, registry: m.Labour + "，" + m.Health})
	}
}

// nameDiffers compares the member's name with those on the roll's usable rows:
// one row that differs suffices, and the least like of several decides.
func (j *Judge) nameDiffers(m *matchers.Member, roll matchers.Roll, c *matchers.Coverage) {
	worst, name, origin := resident.Equal, "", table.Origin{}
	for _, other := range c.Names {
		likeness := resident.CompareNames(m.Name, other.Name)
		if likeness > worst || likeness == worst && likeness > resident.Equal && other.Name < name {
			worst, name, origin = likeness, other.Name, other.Origin
		}
	}
	if worst == resident.Equal {
		return
	}
	severity := Medium
	if worst == resident.Similar {
		severity = Low
	}
	j.reportMember(NameDiffers, m, values{
		qualifier: roll.Feed(), severity: severity, registry: m.Name, agency: name,
		detail: Detail{Class: worst.String(), AgencyOrigin: origin},
	})
}

// assistHousehold judges a household's attribute by what its active members are paid.
func (j *Judge) assistHousehold(h *matchers.Household) {
	expected := registry.ClassUnknown
	switch {
	case h.Members.Tekun:
		expected = registry.ClassTekun
	case h.Members.Dibao:
		expected = registry.ClassDibao
	case h.Members.Active == 0:
		return
	}
	if expected != registry.ClassUnknown {
		if h.Class != expected && !j.tekunMayBeGone(h, expected) {
			j.reportHousehold(AttributeWrong, h, values{
				severity: High, registry: h.Attribute, agency: expected.Word(), expected: expected.Word(),
				detail: Detail{Inferred: !h.Members.Dibao, AgencyOrigin: h.Members.Payer},
			})
		}
		return
	}
	claims := h.Class == registry.ClassDibao || h.Class == registry.ClassTekun
	if claims && h.Members.AllMatchable && h.Place.DibaoComplete && h.Place.TekunComplete {
		j.reportHousehold(AttributeUnsupported, h, values{
			severity: Low, registry: h.Attribute, expected: registry.ClassGeneral.Word(),
		})
	}
}

// tekunMayBeGone says whether a household is registered for tekun, is paid dibao,
// and is in a county that is held: then that nobody there is paid tekun rests on
// rows that may be lost.
func (j *Judge) tekunMayBeGone(h *matchers.Household, expected registry.Class) bool {
	county := h.Place.CountyKey()
	return h.Class == registry.ClassTekun && expected == registry.ClassDibao &&
		(j.options.Held.Covers(matchers.Tekun.Feed(), county) || j.options.Held.Covers("members", county))
}

// assistPerson judges a person of the rosters: paid twice, or paid and not registered.
func (j *Judge) assistPerson(p *matchers.Person) {
	if both := p.Dibao.Months & p.Tekun.Months; both != 0 {
		j.reportPerson(DibaoTekunOverlap, p, values{
			severity: Medium, agency: "同月同时享受低保和特困", detail: Detail{OtherOrigin: p.Tekun.Origin},
		})
	}
	if p.Registered || p.Suspected || !p.Dibao.Paid() && !p.Tekun.Paid() {
		return
	}
	agency := "低保"
	if p.Tekun.Paid() {
		agency = "特困"
	}
	switch {
	case p.Relative:
		v := values{severity: Medium, agency: agency, detail: Detail{Route: Supplement.Name, Others: &Others{Households: p.Kin}}}
		if p.MidYear {
			v.detail.Route = NewIdentification.Name
		}
		j.reportPerson(MemberMissing, p, v)
	case p.Dibao.Paid() && !p.Tekun.Paid() && p.Single:
		j.reportPerson(SingleDibaoExcluded, p, values{severity: Info, agency: agency})
	default:
		j.reportPerson(HouseholdUnregistered, p, values{severity: Info, agency: agency})
	}
}
