package report

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/jobs"
)

// constant is a constant as a package declares it.
type constant struct {
	name  string
	value string // where it is written out as text
}

// constants are the groups of constants of a package.
func constants(t *testing.T, dir string) [][]constant {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var groups [][]constant
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if group, ok := decl.(*ast.GenDecl); ok && group.Tok == token.CONST {
				groups = append(groups, constantsOf(group))
			}
		}
	}
	return groups
}

func constantsOf(group *ast.GenDecl) []constant {
	var all []constant
	for _, spec := range group.Specs {
		spec := spec.(*ast.ValueSpec)
		for i, name := range spec.Names {
			c := constant{name: name.Name}
			if i < len(spec.Values) {
				c.value = textOf(spec.Values[i])
			}
			all = append(all, c)
		}
	}
	return all
}

func textOf(value ast.Expr) string {
	literal, ok := value.(*ast.BasicLit)
	if !ok {
		return ""
	}
	text, err := strconv.Unquote(literal.Value)
	if err != nil {
		return "" // a number
	}
	return text
}

// declared lists the constants of a package whose names the test chooses.
func declared(t *testing.T, dir string, choose func(name string) bool) []constant {
	t.Helper()
	found := slices.DeleteFunc(slices.Concat(constants(t, dir)...), func(c constant) bool { return !choose(c.name) })
	if len(found) == 0 {
		t.Fatalf("%s declares none of the constants looked for", dir)
	}
	return found
}

func named(names ...string) func(string) bool {
	return func(name string) bool { return slices.Contains(names, name) }
}

func beginning(prefix string) func(string) bool {
	return func(name string) bool { return strings.HasPrefix(name, prefix) }
}

func checkWords(t *testing.T, words map[string]string, word string) {
	t.Helper()
	if !inChinese(words[word]) {
		t.Errorf("%q is %q in Chinese", word, words[word])
	}
}

func inChinese(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func TestEveryReasonIsSaidInChinese(t *testing.T) {
	for _, reason := range declared(t, "../table", beginning("Reason")) {
		checkWords(t, reasons, reason.value)
		checkRemedy(t, reason.value)
	}
	// The reasons of ID numbers are counted by iota, from None.
	ofNumbers := declared(t, "../resident", named("None", "Missing", "Pseudo", "Damaged", "Masked", "Length", "Character", "Region", "BirthDate", "Checksum"))
	if last := resident.Reason(len(ofNumbers) - 1); last != resident.Checksum || len(namesOfNumberReasons()) != len(ofNumbers)-1 {
		t.Errorf("there are %d reasons of ID numbers, and %s is the last", len(ofNumbers)-1, last)
	}
	for _, reason := range namesOfNumberReasons() {
		checkWords(t, reasons, reason)
		checkRemedy(t, reason)
	}
	checkEnds(t, "../resident", "Checksum")
	checkEnds(t, "../rules", "Critical")
}

// checkRemedy makes sure that there is something to do about a reason, also in
// fields where there is more to say.
func checkRemedy(t *testing.T, reason string) {
	t.Helper()
	r := remedies[reason]
	if !inChinese(r.always) {
		t.Errorf("what to do about %q is %q", reason, r.always)
	}
	for field, text := range r.of {
		if !inChinese(text) || remedyOf(reason, field) != text {
			t.Errorf("what to do about %q in %s is %q", reason, field, text)
		}
		if !slices.ContainsFunc(jobs.Schemas, func(s *table.Schema) bool {
			return slices.ContainsFunc(s.Fields, func(f table.Field) bool { return f.Name == field })
		}) {
			t.Errorf("what to do about %q is said of %s, which no feed has", reason, field)
		}
	}
}

func TestReasonsAndRemediesGoTogether(t *testing.T) {
	if diff := cmp.Diff(slices.Sorted(maps.Keys(reasons)), slices.Sorted(maps.Keys(remedies))); diff != "" {
		t.Error(diff)
	}
}

// What a remedy offers as an example is read without fault.
func TestRemediesOfferWhatCanBeRead(t *testing.T) {
	for _, reason := range []string{table.ReasonMonth, table.ReasonDate} {
		for _, text := range append(slices.Collect(maps.Values(remedies[reason].of)), remedies[reason].always) {
			_, examples, _ := strings.Cut(text, "如 ")
			for example := range strings.SplitSeq(examples, "、") {
				_, date := period.ParseDate(example)
				_, year := period.ParseYear(example)
				if !date && !year {
					t.Errorf("%s: %q cannot be read", reason, example)
				}
			}
		}
	}
	words, ofRosters := registry.DefaultWords(), roster.DefaultWords()
	for field, text := range remedies[table.ReasonWord].of {
		parts := strings.Split(text, "”")
		for _, part := range parts[:len(parts)-1] {
			_, word, _ := strings.Cut(part, "“")
			known := words.YesNo[word] != table.Unknown || field == "dibao" && words.Assisted[word] != table.Unknown ||
				field == "tekun" && words.Assisted[word] != table.Unknown
			if _, verdict := ofRosters.Verdict[word]; field == "verdict" {
				known = verdict
			}
			if _, indicator := ofRosters.Indicator[word]; text == indicatorWords {
				known = indicator
			}
			if !known {
				t.Errorf("%s: %q is not a word that is read", field, word)
			}
		}
	}
}

// Feeds name sheets, and offices name files.
func TestEveryFeedAndItsOfficeIsSaidInChinese(t *testing.T) {
	for _, s := range jobs.Schemas {
		checkWords(t, feeds, s.Feed)
		if name := sheetOf(s.Feed); utf8.RuneCountInString(name) > 31 || strings.ContainsAny(name, `:\/?*[]'`) {
			t.Errorf("%s cannot be the name of a sheet: %q", s.Feed, name)
		}
		office := offices[s.Agency]
		if !inChinese(office.short) || !inChinese(office.full) || strings.ContainsAny(office.short, `:\/?*<>|" `) {
			t.Errorf("%s is %+v", s.Agency, office)
		}
		checkWords(t, agencies, s.Agency)
	}
	if len(feeds) != len(jobs.Schemas) || len(offices) != len(agencies) {
		t.Errorf("%d feeds of %d have words, and %d agencies of %d an office", len(feeds), len(jobs.Schemas), len(offices), len(agencies))
	}
}

// checkEnds makes sure that a constant is the last of its group: else a word has
// been added that these tests do not know.
func checkEnds(t *testing.T, dir, last string) {
	t.Helper()
	for _, group := range constants(t, dir) {
		if i := slices.IndexFunc(group, func(c constant) bool { return c.name == last }); i >= 0 {
			if i != len(group)-1 {
				t.Errorf("%s: constants follow %s: say them in Chinese in words.go", dir, last)
			}
			return
		}
	}
	t.Errorf("%s declares no %s", dir, last)
}

func TestEveryStatusIsSaidInChinese(t *testing.T) {
	said := 0
	for _, choose := range []func(string) bool{beginning("Status"), named("Running", "Succeeded", "Failed")} {
		for _, status := range declared(t, "../ledger", choose) {
			checkWords(t, statuses, status.value)
			said++
		}
	}
	if said != len(statuses) {
		t.Errorf("%d statuses have words, and the ledger has %d", len(statuses), said)
	}
	checkEnds(t, "../ledger", "Failed")
}

func TestEverySeverityIsSaidInChinese(t *testing.T) {
	names := namesOfSeverities()
	if len(names) != len(severities) || names[0] != "critical" || names[len(names)-1] != "info" {
		t.Errorf("%v", names)
	}
	for _, name := range names {
		checkWords(t, severities, name)
	}
}

func TestEveryKindIsSaidInChinese(t *testing.T) {
	for _, k := range rules.Kinds {
		for _, text := range []string{k.Title, k.Advice, k.Source} {
			if !inChinese(text) {
				t.Errorf("%s: %q", k.Name, text)
			}
		}
		checkWords(t, agencies, k.Agency)
	}
	for _, j := range rules.Jobs {
		if !inChinese(j.Title) {
			t.Errorf("%s: %q", j.Name, j.Title)
		}
	}
}

func TestEveryDetailIsSaidInChinese(t *testing.T) {
	said := 0
	for _, field := range reflect.VisibleFields(reflect.TypeFor[rules.Detail]()) {
		if field.Anonymous { // its own fields are visible, too
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		checkWords(t, details, name)
		said++
	}
	if len(details) != said {
		t.Errorf("%d details have words, and there are %d", len(details), said)
	}
}

func TestEveryTriggerIsSaidInChinese(t *testing.T) {
	for _, trigger := range []string{"schedule", "manual", "startup"} {
		checkWords(t, triggers, trigger)
	}
}

func TestUnknownWordsStayAsTheyAre(t *testing.T) {
	for _, l := range []Language{Chinese, English} {
		for _, got := range []string{l.word(statuses, "odd"), l.kind("odd"), l.job("odd")} {
			if got != "odd" {
				t.Errorf("%s: %q", l, got)
			}
		}
	}
	if got := English.word(severities, "high"); got != "high" {
		t.Errorf("%q", got)
	}
}

func TestLanguageOf(t *testing.T) {
	for name, want := range map[string]Language{"zh": Chinese, "en": English} {
		if got, err := LanguageOf(name); got != want || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if _, err := LanguageOf("de"); err == nil || !strings.Contains(err.Error(), "want zh or en") {
		t.Errorf("de: %v", err)
	}
}
