package period

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	for text, want := range map[string]string{
		"2018-09-30": "2018-09-30", "2018/9/30": "2018-09-30", "2018.9.30": "2018-09-30",
		"2018年9月30日": "2018-09-30", "20180930": "2018-09-30", "2018-09-30 00:00:00": "2018-09-30",
		"2018-09-30T08:15:00Z": "2018-09-30", "43373": "2018-09-30", "43373.5": "2018-09-30",
		"2018-02-29": "", "2018-13-01": "", "20180931": "", "2018": "", "2018-9-30日": "", "2018/9-30": "",
		"": "", "-": "", "43373x": "", "2018-09-30 noon": "", "100": "", "201809301": "",
	} {
		got, ok := ParseDate(text)
		if got.String() != want || ok != (want != "") {
			t.Errorf("ParseDate(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
}

// What is written with a zone is an instant, and counts for the day that it is in China.
func TestDatesOfInstants(t *testing.T) {
	for text, want := range map[string]string{
		"2018-09-30T16:00:00.000Z": "2018-10-01", "2018-09-30T16:00:00.000+0000": "2018-10-01", "2018-09-30T16:00:00+00:00": "2018-10-01",
		"2018-09-30 16:00:00Z": "2018-10-01", "2018-09-30 16:00:00 +0000": "2018-10-01", "20180930T160000Z": "2018-10-01", "2018-12-31T16:00Z": "2019-01-01",
		"2018-09-30T15:59:59.999Z": "2018-09-30", "2018-10-01T00:00:00+08:00": "2018-10-01", "2018-10-01T00:00:00+0800": "2018-10-01", "2018-10-01T00:00:00+08": "2018-10-01",
		"2018-10-01T00:00:00+09:00": "2018-09-30", "2018-09-30T08:00:00-08:00": "2018-10-01", "2018-09-30T23:00:00": "2018-09-30", "2018-09-30 23:00": "2018-09-30",
		"20180930 230000": "2018-09-30", "2018/9/30 8:15": "2018-09-30", "2018年10月 00:00:00": "2018-10-00",
		"2018年10月 16:00:00Z": "", "2018-09-30T16:00:00+0": "", "2018-09-30T16:00:00+8:00": "", "2018-09-30T16:00:00+": "", "2018-09-30TZ": "", "2018-09-30T": "",
		"2018-09-30T25:00Z": "", "2018-09-30T16:60Z": "", "2018-09-30T16:00:00.Z": "", "2018-9-3 0": "", "2018-09-30 16:00:00+00:00Z": "", "2199-12-31T16:00:00Z": "",
	} {
		got, ok := ParseDate(text)
		if got.String() != want || ok != (want != "") {
			t.Errorf("ParseDate(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
}

// Whatever zone an instant is written in, it counts for the same day.
func TestInstantsAgreeWithCalendar(t *testing.T) {
	china := time.FixedZone("", 8*60*60)
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 0)
		zone := time.FixedZone("", 15*60*rapid.IntRange(-48, 56).Draw(t, "zone"))
		layout := rapid.SampledFrom([]string{time.RFC3339, "2006-01-02T15:04:05.000Z0700", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04Z07:00"}).Draw(t, "layout")
		text := at.In(zone).Format(layout)
		if got, ok := ParseDate(text); !ok || got != DateAt(at.In(china)) {
			t.Fatalf("%s = %s, want %s", text, got, at.In(china).Format(time.DateOnly))
		}
	})
}

// A year and one digit is more likely a month with its zero lost than a serial.
func TestYearAndDigitIsNoSerial(t *testing.T) {
	for text, want := range map[string]string{
		"20181": "", "20179": "", "19001": "", "20999": "", "20181.5": "", "20181.0": "", "19000": "1952-01-07", "21000": "1957-06-29", "43009": "2017-10-01",
	} {
		got, ok := ParseDate(text)
		if got.String() != want || ok != (want != "") {
			t.Errorf("ParseDate(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
}

func TestParseMonth(t *testing.T) {
	for text, want := range map[string]string{
		"2017-10": "2017-10", "201710": "2017-10", "2017/10": "2017-10", "2017.10": "2017-10", "2017年10月": "2017-10",
		"2017年9月": "2017-09", "2017.9": "2017-09", "2017.01": "2017-01", "2017-1": "2017-01",
		"2017-10-31": "2017-10", "43009": "2017-10",
		"2017.1": "", // October with its zero dropped, or January: nobody can tell
		"2017":   "", "2017-13": "", "2017-00": "", "201713": "", "17-10": "", "十月": "", "2017年10": "", "2017-10月": "",
	} {
		got, ok := ParseMonth(text)
		if got.String() != want || ok != (want != "") {
			t.Errorf("ParseMonth(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
}

func TestParseYear(t *testing.T) {
	for text, want := range map[string]int{"2018": 2018, "2018年": 2018, "2018-03": 2018, "20180301": 2018} {
		if got, ok := ParseYear(text); !ok || got != want {
			t.Errorf("ParseYear(%q) = %d, %v; want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "18", "0000", "未脱贫", "3018"} {
		if got, ok := ParseYear(text); ok {
			t.Errorf("ParseYear(%q) = %d, want none", text, got)
		}
	}
}

// Every day that a spreadsheet can number is read alike from its serial and from its written forms.
func TestSerialAgreesWithCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		serial := rapid.OneOf(rapid.IntRange(10959, 19000), rapid.IntRange(21000, 99999)).Draw(t, "serial")
		day := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, serial)
		got, ok := fromSerial(serial)
		if !ok || got != DateAt(day) {
			t.Fatalf("serial %d = %s, want %s", serial, got, day.Format(time.DateOnly))
		}
		for _, layout := range []string{"2006-01-02", "20060102", "2006/1/2", "2006年1月2日", "2006-01-02 15:04:05"} {
			if d, ok := ParseDate(day.Format(layout)); !ok || d != got {
				t.Fatalf("%s = %s, want %s", day.Format(layout), d, got)
			}
		}
	})
}

// A mask has the bit of a month exactly where the month lies in both spans.
func TestMaskBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := MonthOf(2017, 1)
		draw := func(name string) Month { return start + Month(rapid.IntRange(0, 40).Draw(t, name)) }
		w := Window{From: draw("from"), Through: 0}
		w.Through = w.From + Month(rapid.IntRange(0, MaxWindow-1).Draw(t, "span"))
		from, through := draw("start"), draw("end")
		if rapid.Bool().Draw(t, "open") {
			through = 0
		}
		mask := w.Mask(from, through)
		for i := range w.Months() {
			m := w.From + Month(i)
			want := m >= from && (through == 0 || m <= through)
			if got := mask>>i&1 == 1; got != want {
				t.Fatalf("window %v, spell %v…%v: month %v is %v, want %v", w, from, through, m, got, want)
			}
		}
		if uint64(mask)>>w.Months() != 0 {
			t.Fatalf("mask %b has bits past the window's %d months", mask, w.Months())
		}
	})
}

// The quick way to read the usual forms reads what the long way reads.
func TestUsualDates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[12][0-9]{3}[-./][0139][0-9]([-./][0-3][0-9])?|[ -:]{7}|[ -:]{10}`).Draw(t, "text")
		plain, isPlain := parsePlain(text)
		date, ok := parseAny(text)
		if isPlain && (!ok || plain != date) {
			t.Fatalf("%q is %v, and %v (%v) the long way", text, plain, date, ok)
		}
		if usual := strings.Count(text, "-") == len(text)/3-1 && text[4] == '-'; usual && ok && !isPlain && text[len(text)-3] == '-' {
			t.Fatalf("%q is not read quickly", text)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2018-09-30", "201809", "43373.5", "2018年9月", "2018.1", "2018-09-30 10:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, ok := ParseDate(text)
		if ok != d.Known() {
			t.Fatalf("ParseDate(%q) = %v, %v", text, d, ok)
		}
		if ok && (d.Year() < 1900 || d.Year() > 2199 || d.Day() > 31) {
			t.Fatalf("ParseDate(%q) = %v", text, d)
		}
	})
}
