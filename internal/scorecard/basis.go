package scorecard

import (
	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
)

// Basis is what a kind is judged on: of what it can find wrong at most so many.
type Basis uint8

// The bases. A member who has died or left is a member still: the registry's
// rows are what is counted.
const (
	Nothing    Basis = iota // the kind is information, and never unresolved
	Members                 // accepted rows of the feed members
	Households              // accepted rows of the feed households
	Villages                // accepted rows of the feed villages
	Phones                  // accepted rows of the feeds work_teams and helpers
	Exits                   // households that left poverty in the as-of date's year
	Children                // active members known to be of compulsory age
)

// BasisOf is what a kind is judged on. Kinds about persons outside the registry
// are held against its members, since rolls that come by the month have each
// person many times; the province's problems against the households in which it
// looked for them.
func BasisOf(k *rules.Kind) Basis {
	switch k {
	case rules.SingleDibaoExcluded, rules.HouseholdUnregistered, rules.ShouldBeCovered:
		return Nothing
	case rules.AttributeWrong, rules.AttributeUnsupported,
		rules.HouseholdEmpty, rules.HeadIDDiffers, rules.HeadCountWrong,
		rules.WaterUnmarked, rules.WaterMarkedSafe, rules.WaterMarkedUnsafe, rules.WaterNoRecord,
		rules.WaterVerdictConflict, rules.WaterFlagsContradict, rules.WaterRowsDisagree,
		rules.HelperMissing, rules.IssuedProblem:
		return Households
	case rules.TeamMissing:
		return Villages
	case rules.PhoneMissing, rules.PhoneInvalid, rules.PhoneShared:
		return Phones
	case rules.ExitDoubtful:
		return Exits
	case rules.DibaoUnmarked, rules.DibaoUnsupported, rules.DibaoTekunOverlap, rules.PaidAfterDeath,
		rules.MemberMissing, rules.NameDiffers, rules.IDSuspected,
		rules.IDInvalid, rules.IDDuplicate, rules.MemberOrphaned:
		return Members
	case rules.AbsenceUnexplained, rules.AbsenceImplausible, rules.EnrolmentUnmarked, rules.EnrolmentMissing:
		return Children
	}
	return Nothing
}

// feeds is the feeds whose rows the basis counts.
func (b Basis) feeds() []string {
	switch b {
	case Members:
		return []string{"members"}
	case Households:
		return []string{"households"}
	case Villages:
		return []string{"villages"}
	case Phones:
		return []string{"work_teams", "helpers"}
	}
	return nil
}

// countIn is how much of the basis a run read of each county. year is that of
// its as-of date.
func (b Basis) countIn(run ledger.LastRun, year int) map[string]int64 {
	counts := map[string]int64{}
	for _, feed := range run.Feeds {
		for county, facts := range feed.Counties {
			switch {
			case b == Exits && feed.Feed == "households":
				counts[county] += facts.Exits[year]
			case b == Children && feed.Feed == "members":
				counts[county] += facts.Children
			}
		}
		for _, counted := range b.feeds() {
			if feed.Feed == counted {
				for county, rows := range feed.CountyRows {
					counts[county] += rows
				}
			}
		}
	}
	return counts
}
