package rules_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/table"
)

// variables is the variables of the package's source and what they are set to,
// test files apart.
func variables(t *testing.T) map[string]ast.Expr {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]ast.Expr{}
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range syntax.Decls {
			if vars, ok := decl.(*ast.GenDecl); ok && vars.Tok == token.VAR {
				for _, spec := range vars.Specs {
					spec := spec.(*ast.ValueSpec)
					for i, value := range spec.Values {
						values[spec.Names[i].Name] = value
					}
				}
			}
		}
	}
	return values
}

func pointsTo(value ast.Expr, typeName string) bool {
	pointer, ok := value.(*ast.UnaryExpr)
	if !ok || pointer.Op != token.AND {
		return false
	}
	composite, ok := pointer.X.(*ast.CompositeLit)
	if !ok {
		return false
	}
	name, ok := composite.Type.(*ast.Ident)
	return ok && name.Name == typeName
}

// Every kind that is declared is in the list once, and the list has no other.
func TestListIsComplete(t *testing.T) {
	values := variables(t)
	var declared, listed []string
	for name, value := range values {
		if pointsTo(value, "Kind") {
			declared = append(declared, name)
		}
	}
	list, ok := values["Kinds"].(*ast.CompositeLit)
	if !ok {
		t.Fatal("the source has no list Kinds")
	}
	for _, item := range list.Elts {
		listed = append(listed, item.(*ast.Ident).Name)
	}
	if len(listed) != len(rules.Kinds) || len(listed) < 20 {
		t.Errorf("the list has %d kinds, and %d in its source", len(rules.Kinds), len(listed))
	}
	slices.Sort(declared)
	slices.Sort(listed)
	compare(t, "kinds declared and listed", declared, listed)
}

var (
	agencies  = []string{"civil", "water", "education", "organization", "province", "registry"}
	kindNames = regexp.MustCompile(`^[a-z]+(_[a-z]+)+$`)
)

func TestKindsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range rules.Kinds {
		if seen[k.Name] || seen[k.Title] || seen[k.English] {
			t.Errorf("%s: another kind has its name or title", k.Name)
		}
		seen[k.Name], seen[k.Title], seen[k.English] = true, true, true
		if !kindNames.MatchString(k.Name) {
			t.Errorf("%q is no name for a kind", k.Name)
		}
		for what, text := range map[string]string{"title": k.Title, "source": k.Source, "advice": k.Advice} {
			if !strings.ContainsFunc(text, isHan) {
				t.Errorf("%s: the %s says nothing in Chinese: %q", k.Name, what, text)
			}
		}
		if k.English == "" || strings.ContainsFunc(k.English, isHan) {
			t.Errorf("%s: the title in English is %q", k.Name, k.English)
		}
		if !slices.Contains(agencies, k.Agency) {
			t.Errorf("%s: no agency is called %q", k.Name, k.Agency)
		}
		job, ok := rules.JobNamed(k.Job)
		if !ok {
			t.Errorf("%s: no job is called %q", k.Name, k.Job)
			continue
		}
		if len(k.Feeds) == 0 || !within(k.Feeds, slices.Concat(job.Feeds, job.OneOf)) || !within(k.Absence, k.Feeds) {
			t.Errorf("%s: feeds %v, absence %v, and the job has %v", k.Name, k.Feeds, k.Absence, job.Feeds)
		}
		if found, ok := rules.KindNamed(k.Name); !ok || found != k {
			t.Errorf("%s is not found by its name", k.Name)
		}
	}
	if k, ok := rules.KindNamed("none"); ok {
		t.Errorf("found %s", k.Name)
	}
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// within says whether part has nothing twice, and nothing that whole has not.
func within(part, whole []string) bool {
	return !slices.ContainsFunc(part, func(s string) bool { return !slices.Contains(whole, s) }) &&
		len(slices.Compact(slices.Sorted(slices.Values(part)))) == len(part)
}

// contract is the kinds of the contract's tables: agency and title by job and
// kind. Where the contract names no title, any will do.
var contract = map[string]map[string][2]string{
	"assistance": {
		"dibao_unmarked": {"civil", "应标未标低保"}, "dibao_unsupported": {"civil", "低保标注无依据"},
		"attribute_wrong": {"civil", "贫困户属性错误"}, "attribute_unsupported": {"civil", "属性无依据"},
		"dibao_tekun_overlap": {"civil", "低保特困同月"}, "paid_after_death": {"civil", "死亡仍享受"},
		"member_missing": {"civil", "疑似漏录家庭成员"}, "single_dibao_excluded": {"civil", "单个低保人口不得单独纳入"},
		"household_unregistered": {"civil", "整户救助未建档"}, "should_be_covered": {"civil", "疑似应保未保"},
		"name_differs": {"civil", "姓名不一致"}, "id_suspected": {"civil", "疑似证件号错误"},
	},
	"registry": {
		"id_invalid": {"registry", "登记证件号有误"}, "id_duplicate": {"registry", "登记证件号重复"}, "member_orphaned": {"registry", "人员无户"},
		"household_empty": {"registry", "户内无人"}, "head_id_differs": {"registry", "户主证件号不一致"}, "head_count_wrong": {"registry", "户主不唯一"},
	},
	"water": {
		"water_unmarked": {"water", "饮水标注为空"}, "water_marked_safe": {"water", "标安全实不安全"}, "water_marked_unsafe": {"water", "标不安全实安全"},
		"water_no_record": {"water", "水利无记录"}, "water_verdict_conflict": {"water", "结论与指标矛盾"},
		"water_flags_contradict": {"water", "困难与安全同为是"}, "water_rows_disagree": {"water", "多条记录不一致"},
	},
	"contacts": {
		"team_missing": {"registry", "驻村工作队缺失"}, "helper_missing": {"registry", "帮扶责任人缺失"},
		"phone_missing": {"registry", ""}, "phone_invalid": {"registry", ""}, "phone_shared": {"registry", "电话多人共用"},
	},
	"schooling": {
		"absence_unexplained": {"education", "未上学无原因"}, "absence_implausible": {"education", "未上学原因不合理"},
		"enrolment_unmarked": {"education", "学籍在读登记未在校"}, "enrolment_missing": {"education", "登记在校无学籍"},
	},
	"exits":  {"exit_doubtful": {"registry", ""}},
	"issued": {"issued_problem": {"province", ""}},
}

func TestKindsOfTheContract(t *testing.T) {
	for _, job := range rules.Jobs {
		want, got := contract[job.Name], map[string][2]string{}
		for _, k := range rules.Kinds {
			if k.Job == job.Name {
				title := k.Title
				if want[k.Name][1] == "" {
					title = ""
				}
				got[k.Name] = [2]string{k.Agency, title}
			}
		}
		compare(t, "kinds of "+job.Name, want, got)
	}
}

func TestJobs(t *testing.T) {
	feeds := map[string][]string{
		"assistance": {"households", "members", "dibao", "tekun"}, "registry": {"households", "members"}, "water": {"households", "members", "water"},
	}
	for name, want := range feeds {
		job, ok := rules.JobNamed(name)
		if !ok || !slices.Equal(job.Feeds, want) || job.Title == "" || job.English == "" {
			t.Errorf("job %s: %+v", name, job)
		}
	}
	if job, ok := rules.JobNamed("none"); ok {
		t.Errorf("found %s", job.Name)
	}
	// Kinds stand in the order of their jobs.
	order := func(k *rules.Kind) int {
		return slices.IndexFunc(rules.Jobs, func(j *rules.Job) bool { return j.Name == k.Job })
	}
	if !slices.IsSortedFunc(rules.Kinds, func(a, b *rules.Kind) int { return order(a) - order(b) }) {
		t.Error("the kinds are not in the order of the jobs")
	}
}

// A kind whose qualifier is a roster rests on that roster, and no other.
func TestRestsOn(t *testing.T) {
	for _, c := range []struct {
		kind            *rules.Kind
		feed, qualifier string
		want            bool
	}{
		{rules.NameDiffers, "dibao", "dibao", true}, {rules.NameDiffers, "tekun", "dibao", false}, {rules.NameDiffers, "tekun", "tekun", true},
		{rules.NameDiffers, "members", "dibao", true}, {rules.NameDiffers, "water", "dibao", false},
		{rules.AttributeWrong, "dibao", "", true}, {rules.AttributeWrong, "tekun", "", true}, {rules.DibaoUnmarked, "tekun", "", false},
		{rules.ExitDoubtful, "water", "water", true}, {rules.ExitDoubtful, "water", "schooling", false},
		{rules.ExitDoubtful, "members", "water", true}, {rules.ExitDoubtful, "members", "schooling", true}, {rules.WaterMarkedSafe, "water", "", true},
		{rules.WaterFlagsContradict, "households", "", true}, {rules.WaterFlagsContradict, "water", "", false},
	} {
		if got := c.kind.RestsOn(c.feed, c.qualifier); got != c.want {
			t.Errorf("%s [%s] rests on %s: %v", c.kind.Name, c.qualifier, c.feed, got)
		}
	}
}

// TestLineageIsKnown: the ledger knows the lineage in a detail by its names, and
// finds it quickly where it comes last.
func TestLineageIsKnown(t *testing.T) {
	var names []string
	for field := range reflect.TypeFor[rules.Detail]().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case field.Type == reflect.TypeFor[table.Origin]():
			names = append(names, name)
		case names != nil:
			t.Errorf("%s comes after lineage", field.Name)
		}
	}
	if !slices.Equal(names, rules.Origins[:]) {
		t.Errorf("lineage is %q, want %q", rules.Origins, names)
	}
}

// TestFacts is JSON without lineage, however it comes about.
func TestFacts(t *testing.T) {
	two := 2
	for _, d := range []rules.Detail{
		{}, {Active: &two}, {Active: &two, Inferred: true}, {Class: "similar"}, {Reason: "checksum"}, {Class: "similar", Reason: "checksum"}, {Slip: &rules.Slip{Position: 3}}, {Others: &rules.Others{}},
		{Others: &rules.Others{Ours: []string{"id_invalid"}}, DueOn: "2018-12-01"},
	} {
		stood := d
		stood.RegistryOrigin, stood.AgencyOrigin, stood.OtherOrigin = table.Origin{Row: 1}, table.Origin{Row: 2}, table.Origin{Row: 3}
		if got := stood.Facts(); got != d.JSON() {
			t.Errorf("facts %s, want %s", got, d.JSON())
		}
	}
}
