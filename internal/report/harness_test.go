package report

import (
	"errors"
	"flag"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	prettytext "github.com/jedib0t/go-pretty/v6/text"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/table"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) {
	flag.Parse()
	prettytext.OverrideRuneWidthEastAsianWidth(false) // how wide · is depends on the locale
	os.Exit(m.Run())
}

func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (go test ./internal/report -update writes it anew):\n%s", path, diff)
	}
}

// written is what a writer wrote, and how many rows it counted.
func written(t *testing.T, wantRows int, write func(*strings.Builder) (int, error)) string {
	t.Helper()
	var b strings.Builder
	n, err := write(&b)
	if err != nil {
		t.Fatal(err)
	}
	if n != wantRows {
		t.Errorf("%d rows counted instead of %d", n, wantRows)
	}
	return b.String()
}

// each gives the values one after the other.
func each[T any](values ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, value := range values {
			if !yield(value, nil) {
				return
			}
		}
	}
}

var errBroken = errors.New("the ledger went away")

// broken gives the values, and then an error.
func broken[T any](values ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		for _, value := range values {
			if !yield(value, nil) {
				return
			}
		}
		yield(none, errBroken)
	}
}

func at(month time.Month, day, hour int) time.Time {
	return time.Date(2018, month, day, hour, 30, 0, 123_000, time.UTC)
}

// leads is one discrepancy for each thing that an export has to get right.
func leads() []ledger.Discrepancy {
	origin := func(file, sheet string, row int) table.Origin {
		return table.Origin{Source: &table.Source{File: file, Sheet: sheet}, Row: row}
	}
	unmarked := ledger.Discrepancy{
		ID: 1, Kind: rules.DibaoUnmarked.Name, Subject: "member:43052400010101", Job: rules.Assistance, Agency: "civil", Severity: rules.High,
		County: "隆回县", Town: "桃花坪街道", Village: "九龙村", AreaCode: "430524001001",
		HouseholdID: "4305240001", MemberID: "43052400010101", IDNumber: "430599196001010010", Name: "阿依·古丽",
		RegistryValue: "否", ExpectedValue: "是",
		Detail: rules.Detail{RegistryOrigin: origin("members.xlsx", "明细", 17), AgencyOrigin: origin("dibao/201810.csv", "", 4)}.JSON(),
		Status: ledger.StatusOpen, OpenedAt: at(11, 26, 9), LastSeenAt: at(11, 27, 18), OpenedRun: 3, LastSeenRun: 12,
	}
	invalid := unmarked
	invalid.ID, invalid.Kind, invalid.Job, invalid.Agency, invalid.Severity = 2, rules.IDInvalid.Name, rules.Registry, "registry", rules.Medium
	invalid.IDNumber, invalid.RegistryValue, invalid.ExpectedValue = "43059919600101001X", "43059919600101001X", ""
	invalid.Detail = rules.Detail{Reason: "checksum"}.JSON()
	invalid.Status, invalid.WaivedUntil, invalid.TimesReopened = ledger.StatusWaived, "2018-12-31", 2
	invalid.Note = "已报派出所，新号 430599196001010029，老号430599600101001；见\"附件\"，\n第二页"

	duplicate := invalid
	duplicate.ID, duplicate.Kind, duplicate.Severity = 3, rules.IDDuplicate.Name, rules.Critical
	duplicate.Subject, duplicate.RegistryValue = "person:43059919600101001X", "2人"
	duplicate.Detail = rules.Detail{Others: &rules.Others{Members: []string{"43052400010101", "43052400020102"}}}.JSON()
	duplicate.Status, duplicate.WaivedUntil, duplicate.Note = ledger.StatusResolved, "", ""
	duplicate.ResolvedAt, duplicate.ResolvedRun = at(12, 1, 0), 14

	formula := unmarked
	formula.ID, formula.Kind, formula.Severity = 4, rules.NameDiffers.Name, rules.Low
	formula.Qualifier, formula.Name, formula.AgencyValue = "dibao", "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd"
	formula.RegistryValue, formula.ExpectedValue, formula.Note = "-1+2", "+86 731", "<b>&\x1b[31m\ttab"
	formula.Detail = rules.Detail{Class: "different"}.JSON()

	unknown := formula
	unknown.ID, unknown.Kind, unknown.Severity = 5, "kind_of_next_year", rules.Info
	unknown.Qualifier, unknown.Name, unknown.Note = "", "", ""
	unknown.RegistryValue, unknown.AgencyValue, unknown.ExpectedValue = "430599196001010010", "430599600101001", ""
	unknown.Detail, unknown.County, unknown.Town, unknown.Village = "{}", "", "", ""
	unknown.OpenedAt, unknown.LastSeenAt, unknown.LastSeenRun = time.Time{}, time.Time{}, 0
	return []ledger.Discrepancy{unmarked, invalid, duplicate, formula, unknown}
}

// whole are the ID numbers in leads.
func whole() []string {
	return []string{"430599196001010010", "43059919600101001X", "430599196001010029", "430599600101001"}
}

func checkMasked(t *testing.T, output string) {
	t.Helper()
	for _, number := range whole() {
		if strings.Contains(output, number) {
			t.Errorf("%s is written whole", number)
		}
	}
}

// contractColumns is the header that the contract fixes.
func contractColumns() []string {
	return strings.Split("id, kind, subject, qualifier, job, agency, severity, county, town, village, area_code, household_id, member_id, "+
		"id_number, name, registry_value, agency_value, expected_value, detail, status, opened_at, last_seen_at, resolved_at, opened_run, "+
		"last_seen_run, resolved_run, times_reopened, waived_until, note", ", ")
}

func TestColumnsAreThoseOfTheContract(t *testing.T) {
	if diff := cmp.Diff(contractColumns(), header()); diff != "" {
		t.Error(diff)
	}
	for _, c := range columns {
		if c.title == "" || c.width == 0 {
			t.Errorf("column %s has no title or width", c.name)
		}
	}
	if !slices.ContainsFunc(leads(), func(d ledger.Discrepancy) bool { return d.ResolvedRun != 0 }) {
		t.Error("no lead has a resolved run")
	}
}
