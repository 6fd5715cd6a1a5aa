package period

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func day(t *testing.T, text string) Date {
	t.Helper()
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return DateAt(at)
}

// The National Day of 2018: seven days off, two weekends' days worked for it.
func nationalDay(t *testing.T) Calendar {
	t.Helper()
	calendar := Calendar{day(t, "2018-09-29"): true, day(t, "2018-09-30"): true}
	for n := range 7 {
		calendar[day(t, "2018-10-01")+Date(n)] = false
	}
	return calendar
}

func TestWorkingDays(t *testing.T) {
	for _, row := range []struct {
		from, through   string
		plain, holidays int
	}{
		{"2018-11-23", "2018-11-26", 1, 1}, // Friday to Monday
		{"2018-11-24", "2018-11-25", 0, 0}, // Saturday to Sunday
		{"2018-11-26", "2018-11-26", 0, 0},
		{"2018-11-26", "2018-12-10", 10, 10},
		{"2018-12-10", "2018-11-26", -10, -10},
		{"2018-09-28", "2018-09-30", 0, 2},
		{"2018-09-28", "2018-10-08", 6, 3},
		{"2018-09-30", "2018-10-07", 5, 0},
		{"2018-10-08", "2018-09-28", -6, -3},
		{"1969-12-31", "1970-01-02", 2, 2}, // Wednesday to Friday
	} {
		from, through := day(t, row.from), day(t, row.through)
		if got := Calendar(nil).WorkingDays(from, through); got != row.plain {
			t.Errorf("after %s through %s: %d, not %d", row.from, row.through, got, row.plain)
		}
		if got := nationalDay(t).WorkingDays(from, through); got != row.holidays {
			t.Errorf("after %s through %s with holidays: %d, not %d", row.from, row.through, got, row.holidays)
		}
	}
}

// Counting by arithmetic comes to what counting day by day comes to, in either direction.
func TestWorkingDaysAreThoseOfEachDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(rapid.IntRange(1900, 2199).Draw(t, "year"), 1, 1, 0, 0, 0, 0, time.UTC)
		after := func(n int) Date { return DateAt(start.AddDate(0, 0, n)) }
		const span = 800
		calendar := Calendar{}
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, span), 0, 60).Draw(t, "listed") {
			calendar[after(n)] = rapid.Bool().Draw(t, "works")
		}
		from, through := rapid.IntRange(0, span).Draw(t, "from"), rapid.IntRange(0, span).Draw(t, "through")
		want := 0
		for n := min(from, through) + 1; n <= max(from, through); n++ {
			works, listed := calendar[after(n)]
			if weekday := start.AddDate(0, 0, n).Weekday(); !listed {
				works = weekday != time.Saturday && weekday != time.Sunday
			}
			if works != calendar.Works(after(n)) {
				t.Fatalf("%s works is %v", after(n), !works)
			}
			if works {
				want++
			}
		}
		if through < from {
			want = -want
		}
		if got := calendar.WorkingDays(after(from), after(through)); got != want {
			t.Fatalf("after %s through %s: %d, not %d", after(from), after(through), got, want)
		}
	})
}

// What lies between two days is what lies before and after a third between them.
func TestWorkingDaysAddUp(t *testing.T) {
	calendar := nationalDay(t)
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(2018, 9, 1, 0, 0, 0, 0, time.UTC)
		draw := func(name string) Date { return DateAt(start.AddDate(0, 0, rapid.IntRange(0, 60).Draw(t, name))) }
		a, b, c := draw("a"), draw("b"), draw("c")
		if sum := calendar.WorkingDays(a, b) + calendar.WorkingDays(b, c); sum != calendar.WorkingDays(a, c) {
			t.Fatalf("%s, %s, %s: %d in two parts, %d in one", a, b, c, sum, calendar.WorkingDays(a, c))
		}
	})
}

func TestDeadlineIsATimeOrTheEndOfTheDay(t *testing.T) {
	zone := time.FixedZone("CST", 8*60*60)
	for _, row := range []struct {
		deadline   Deadline
		text, time string
	}{
		{DeadlineOn(day(t, "2018-11-26")), "2018-11-26", "2018-11-26T23:59:59+08:00"},
		{DeadlineAt(day(t, "2018-11-26"), 17, 0), "2018-11-26T17:00", "2018-11-26T17:00:00+08:00"},
		{DeadlineAt(day(t, "2018-11-26"), 0, 5), "2018-11-26T00:05", "2018-11-26T00:05:00+08:00"},
	} {
		if got := row.deadline.String(); got != row.text {
			t.Errorf("%s is written %s", row.text, got)
		}
		if got := row.deadline.Time(zone).Format(time.RFC3339); got != row.time {
			t.Errorf("%s is at %s", row.text, got)
		}
	}
	for _, none := range []Deadline{{}, DeadlineOn(0)} {
		if none.Known() || none.String() != "" || !none.Time(zone).IsZero() {
			t.Errorf("none is %q", none)
		}
	}
}

func TestLeft(t *testing.T) {
	zone := time.FixedZone("CST", 8*60*60)
	at := func(text string) time.Time {
		moment, err := time.ParseInLocation("2006-01-02T15:04:05", text, zone)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	five, bare := DeadlineAt(day(t, "2018-11-26"), 17, 0), DeadlineOn(day(t, "2018-11-26"))
	for _, row := range []struct {
		deadline Deadline
		from     string
		now      string
		want     Left
	}{
		{five, "2018-11-20", "2018-11-20T09:00:00", Left{6, 4, false}},
		{five, "2018-11-26", "2018-11-26T17:00:00", Left{0, 0, false}},
		{five, "2018-11-26", "2018-11-26T17:00:01", Left{0, 0, true}},
		{bare, "2018-11-26", "2018-11-26T23:59:59", Left{0, 0, false}},
		{five, "2018-11-27", "2018-11-27T00:00:00", Left{-1, -1, true}},
		{five, "2018-11-26", "2019-01-01T12:00:00", Left{0, 0, false}}, // reasoned about later: seen from its morning
		{five, "2018-11-27", "2018-11-26T09:00:00", Left{-1, -1, true}},
	} {
		if got := row.deadline.Left(day(t, row.from), at(row.now), nil); got != row.want {
			t.Errorf("until %s from %s at %s: %+v", row.deadline, row.from, row.now, got)
		}
	}
}
