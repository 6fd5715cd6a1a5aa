package rules

// Terms are the numbers in the rules, which the years and provinces change. What
// is zero has its default.
type Terms struct {
	TeamBasis  string // whose number makes a village need a work team: Unlifted, the default, or RegisteredPeople
	ManyPeople int    // how many of them make any village need one
	School     SchoolTerms
}

// SchoolTerms are the ages, in full years on the day on which the school year
// begins, and that day. They hold for exits as well, which rests on what
// schooling finds.
type SchoolTerms struct {
	From, Through             int // of compulsory school
	ReasonFrom, ReasonThrough int // at which there may be a reason for not being in school
	PostponedThrough          int // at which 推迟上学 may be one
	GraduatedFrom             int // at which 提前毕业 may be one
	YearStarts                int // month×100 + day
}

// complete fills in the defaults.
func (t *Terms) complete() {
	if t.ManyPeople == 0 {
		t.ManyPeople = 100
	}
	if t.School == (SchoolTerms{}) {
		t.School = DefaultSchool()
	}
}

// DefaultSchool is the terms of compulsory school from six to fifteen.
func DefaultSchool() SchoolTerms {
	return SchoolTerms{
		From: 6, Through: 15, ReasonFrom: 6, ReasonThrough: 16,
		PostponedThrough: 7, GraduatedFrom: 14, YearStarts: 901,
	}
}
