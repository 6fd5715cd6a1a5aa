package config

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/source"
)

var update = flag.Bool("update", false, "write the golden files anew")

// known is a program that understands less than the real one, so that no test
// here depends on its fields.
var known = Known{
	Feeds: map[string][]string{
		"households": {"household_id", "area_code", "attribute", "safe_water"},
		"members":    {"member_id", "household_id", "name", "id_number"},
		"dibao":      {"id_number", "name", "start", "end", "month"},
		"tekun":      {"id_number", "name", "start", "end", "month"},
		"water":      {"household_id", "head_id", "verdict"},
	},
	Jobs:  []string{"assistance", "registry", "water", "issued", "contacts", "schooling"},
	Kinds: []string{"dibao_unmarked", "dibao_unsupported", "water_unmarked"},
}

func TestLoadReadsEveryKey(t *testing.T) {
	got, err := Load("testdata/full.yaml", known)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	if got.Timezone.String() != "Asia/Urumqi" {
		t.Errorf("timezone %s", got.Timezone)
	}
	want := &File{
		Dir:    dir,
		Digest: got.Digest,
		Store:  "mysql://user:${env:BIDUI_DB_PASSWORD}@host:3306/bidui",
		Feeds: map[string]Feed{
			"households": {Spec: source.Spec{From: "data/households.csv", Encoding: "auto"}, MaxRejected: 500, MaxShrink: 2000},
			"members":    {Spec: source.Spec{From: "data/members.xlsx", Sheet: "明细", Encoding: "auto"}, MaxRejected: 50, MaxShrink: 2000},
			"dibao": {
				Spec:        source.Spec{From: "data/dibao/*.csv", Encoding: "gb18030"},
				Columns:     map[string][]string{"id_number": {"公民身份号码"}, "name": {"姓名", "保障对象"}},
				MaxRejected: 10000, MaxShrink: 0, AllowEmpty: true, FirstUnpaid: true, Quarterly: true,
			},
			"tekun": {
				Spec: source.Spec{From: "${file:/run/secrets/tekun}", Query: "SELECT 1", Encoding: "auto"}, MaxRejected: 500, MaxShrink: 2000,
				Basis: "数据共享协议〔2018〕3号", AuthorisedUntil: date(2018, 12, 31),
			},
			"water": {
				Spec: source.Spec{
					From: "mysql://reader:${env:WATER}@10.0.0.5:3306/water", Query: "SELECT * FROM w", Encoding: "auto",
					MaxQueryTime: 20 * time.Minute, MaxRowsPerSecond: 20_000,
				},
				MaxRejected: 500, MaxShrink: 2000,
			},
		},
		Jobs: map[string]Job{
			"assistance": {Schedule: "0 2 * * *", Deadline: period.DeadlineOn(date(2018, 11, 30)), Window: Window{Last12: true}, MidYear: months(2019, 4, 2019, 9)},
			"registry":   {},
			"contacts":   {Basis: "registered", People: 80},
			"schooling":  {School: School{Ages: Span{7, 15}, ReasonAges: Span{6, 17}, Postponed: 8, Graduated: 13, YearStarts: 831}},
			"issued":     {Problems: map[string][]string{"低保标识错误": {"dibao_unmarked", "dibao_unsupported"}, "饮水": {"water_unmarked"}}},
			"water":      {Schedule: "30 2 29 2 *", Deadline: period.DeadlineAt(date(2018, 12, 10), 17, 0)},
		},
		Dictionary: map[string]map[string]string{"attribute": {"一般脱贫户": "general"}, "yes_no": {"已享受": "yes"}},
		Snapshots:  Snapshots{Dir: "/var/lib/bidui/inputs", Days: 400},
		Worksheets: Worksheets{WaiveDays: 60},
		Areas: registry.Aliases{
			Codes: map[string]string{"430521": "430582", "430582103": "430582001"}, Names: map[string]string{"邵东县": "邵东市"},
		},
		Scorecard: Scorecard{
			Good: 9900, Fair: 9750, Jump: 150,
			Plan: map[string]map[int]int64{"430524": {2018: 1200, 2019: 0}, "隆回县": {2018: 7}},
		},
		Calendar: period.Calendar{date(2018, 9, 29): true, date(2018, 9, 30): true, date(2018, 10, 1): false, date(2018, 10, 2): false, date(2018, 12, 31): false},
		Serve:    Serve{Listen: ":80"},
		Upkeep:   Upkeep{Manual: true, Retention: Retention{Runs: 400, Rejects: 90, Resolved: 730}},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(File{}, "Timezone"), cmpopts.IgnoreUnexported(File{}), cmp.AllowUnexported(period.Deadline{})); diff != "" {
		t.Error(diff)
	}
}

// TestContractLoads reads the example that users' files are promised to follow.
func TestContractLoads(t *testing.T) {
	got, err := Load("testdata/contract.yaml", known)
	if err != nil {
		t.Fatal(err)
	}
	want := Job{
		Schedule: "0 2 * * *", Deadline: period.DeadlineOn(date(2018, 11, 30)),
		Window: Window{Fixed: months(2017, 10, 2018, 9)}, MidYear: months(2018, 4, 2018, 9),
	}
	if diff := cmp.Diff(want, got.Jobs["assistance"], cmp.AllowUnexported(period.Deadline{})); diff != "" {
		t.Error(diff)
	}
	if got.Feeds["dibao"].MaxShrink != 2000 || got.Feeds["dibao"].FirstUnpaid {
		t.Errorf("%+v", got.Feeds["dibao"])
	}
}

// TestExamplesOfThePageLoad: what the page on feeds shows can be copied.
func TestExamplesOfThePageLoad(t *testing.T) {
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(page), "```yaml\n")[1:]
	if len(blocks) < 3 {
		t.Fatalf("%d examples", len(blocks))
	}
	for _, block := range blocks {
		example, _, _ := strings.Cut(block, "```")
		example = strings.ReplaceAll(example, "SHA256:…", "SHA256:uNiVztksCsDhcc0u9e8BrrJCSuG8ImIrQy0ZwDvQGd0")
		if _, faults := parse([]byte(example), known, "/etc/bidui"); len(faults) > 0 {
			t.Errorf("%s\n%s", faults, example)
		}
	}
}

func TestDefaults(t *testing.T) {
	got, faults := parse([]byte("feeds:\njobs: {assistance: }"), known, "/etc/bidui")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	want := Job{Window: Window{Fixed: months(2017, 10, 2018, 9)}, MidYear: months(2018, 4, 2018, 9)}
	if diff := cmp.Diff(want, got.Jobs["assistance"], cmp.AllowUnexported(period.Deadline{})); diff != "" {
		t.Error(diff)
	}
	school := School{Ages: Span{6, 15}, ReasonAges: Span{6, 16}, Postponed: 7, Graduated: 14, YearStarts: 901}
	if got.Jobs["schooling"].School != school || got.Jobs["contacts"].People != 100 || got.Jobs["contacts"].Basis != "unlifted" {
		t.Errorf("schooling %+v, contacts %+v", got.Jobs["schooling"], got.Jobs["contacts"])
	}
	if len(got.Jobs) != len(known.Jobs) || len(got.Feeds) != 0 {
		t.Errorf("%d jobs, %d feeds", len(got.Jobs), len(got.Feeds))
	}
	if got.Snapshots != (Snapshots{Days: 90}) {
		t.Errorf("snapshots %+v", got.Snapshots)
	}
	if diff := cmp.Diff(Scorecard{Good: 9800, Fair: 9500, Jump: 200}, got.Scorecard); diff != "" {
		t.Error(diff)
	}
	if got.Upkeep != (Upkeep{}) {
		t.Errorf("upkeep %+v", got.Upkeep)
	}
	if got.Store != "sqlite:bidui.db" || got.Timezone.String() != "Asia/Shanghai" || got.Serve.Listen != "127.0.0.1:8080" {
		t.Errorf("store %q, timezone %s, listen %s", string(got.Store), got.Timezone, got.Serve.Listen)
	}
}

func TestWindowOn(t *testing.T) {
	if got := (Window{Last12: true}).On(date(2019, 1, 31)); got != months(2018, 1, 2018, 12) {
		t.Errorf("the last twelve months: %v", got)
	}
	fixed := months(2017, 10, 2018, 9)
	if got := (Window{Fixed: fixed}).On(date(2019, 1, 31)); got != fixed {
		t.Errorf("a fixed window: %v", got)
	}
}

func TestDigestIsThatOfTheBytes(t *testing.T) {
	file, faults := parse([]byte("feeds:\n"), known, "/etc/bidui")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	const want = "51176029b7fefc05f1d1868f2990c2d8247822af11ff464ba8cd59d2c650c700" // sha256sum
	if file.Digest != want {
		t.Errorf("digest %s, not %s", file.Digest, want)
	}
}

func TestSecretFilesAreRelativeToTheFile(t *testing.T) {
	for text, want := range map[string]string{
		"secrets/db": "/srv/bidui/secrets/db", "/run/secrets/db": "/run/secrets/db",
	} {
		file, faults := parse([]byte("store: mysql://u:${file:"+text+"}@h/d\nfeeds:\n"), known, "/srv/bidui")
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		if string(file.Store) != "mysql://u:${file:"+want+"}@h/d" {
			t.Errorf("%s is looked for at %s", text, string(file.Store))
		}
	}
}

func TestPathIsRelativeToTheFile(t *testing.T) {
	file := &File{Dir: "/srv/bidui"}
	for path, want := range map[string]string{
		"bidui.db":         "/srv/bidui/bidui.db",
		"../data/*.csv":    "/srv/data/*.csv",
		"/var/lib/bidui/b": "/var/lib/bidui/b",
	} {
		if got := file.Path(path); got != want {
			t.Errorf("%s leads to %s, not %s", path, got, want)
		}
	}
}

func TestMissingFile(t *testing.T) {
	_, err := Load(filepath.Join(t.TempDir(), "bidui.yaml"), known)
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "bidui.yaml") {
		t.Error(err)
	}
}

// TestBadFiles holds each testdata/bad/*.yaml against the message beside it.
// All but all_at_once have a single fault, which their name tells.
func TestBadFiles(t *testing.T) {
	paths, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".yaml"), func(t *testing.T) {
			_, err := Load(path, known)
			var faults Faults
			if !errors.As(err, &faults) {
				t.Fatalf("no faults but %v", err)
			}
			if len(faults) != 1 && filepath.Base(path) != "all_at_once.yaml" {
				t.Errorf("%d faults instead of one", len(faults))
			}
			checkGolden(t, strings.TrimSuffix(path, ".yaml")+".txt", err.Error()+"\n")
		})
	}
}

func checkGolden(t *testing.T, path, got string) {
	t.Helper()
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
		t.Error(diff)
	}
}

// TestErrorsKeepSecrets puts a password where people put one, and where they should not.
func TestErrorsKeepSecrets(t *testing.T) {
	const password = "hunter2"
	for _, text := range []string{
		"store: postgres://root:hunter2@db/bidui",
		"store: mysql://root:hunter2@db)/bidui",
		"store: mysql://root:hunter2/x@db/bidui",
		"store: mysql://root:hunter2%zz@db/bidui",
		"feeds: {water: {from: 'mysql://u:hunter2%zz@host/w', query: SELECT 1}}",
		"store: mysqll://root:hunter2@db/bidui",
		"feeds: {water: {from: 'http://u:hunter2@host/w.csv'}}",
		"feeds: {water: {from: 'https://u:hunter2/x@host/w.csv'}}",
		"feeds: {water: {from: 'sftp://u:hunter2@host'}}",
		"feeds: {water: {from: 'https://h/w?t=hunter2', http: {auth: {bearer: [hunter2]}}}}",
		"feeds: {water: {from: 'https://h/w', http: {auth: {bearer: hunter2, basic: {user: u, password: hunter2}}}}}",
		"feeds: {water: {from: 'https://h/w', http: {auth: {hmac: {key_id: k, secret: '${hunter2}'}}}}}",
		"feeds: {water: {from: 'https://h/w', http: {headers: {host: hunter2}}}}",
		"feeds: {water: {from: 'https://h/w', http: {tls: {key: '-----BEGIN hunter2'}}}}",
		"feeds: {water: {from: 'https://h/w', sftp: {passphrase: hunter2}}}",
		"feeds: {water: {from: ['mysql://u:hunter2@host/w']}}",
		"feeds: {water: {from: 'mysql://u:hunter2@host/${w}'}}",
		"feeds: {water: {from: 'mysql://u:hunter2@host/w'}}",
		"feeds: {water: {from: w.csv, sheet: 'mysql://u:hunter2@host/w', query: 'mysql://u:hunter2@host/w'}}",
		"mysql://u:hunter2@host/w: {from: w.csv}",
		"feeds: {mysql://u:hunter2@host/w: {from: w.csv}}",
		"serve: {listen: 'mysql://u:hunter2@host/w'}",
		"pasword: hunter2",
		"store: *hunter2",
		"store: !hunter2 x",
		"store: \"\\hunter2\"",
	} {
		_, faults := parse([]byte(text), known, "/etc/bidui")
		if len(faults) == 0 {
			t.Errorf("no fault in %s", text)
		}
		if strings.Contains(faults.Error(), password) {
			t.Errorf("%s is answered with %s", text, faults)
		}
	}
}

// TestUnresolved: secrets that are not there are told all at once, those of the
// store and of the feeds that are asked for.
func TestUnresolved(t *testing.T) {
	t.Setenv("BIDUI_TEST_THERE", "hunter2")
	missing := filepath.Join(t.TempDir(), "none")
	path := filepath.Join(t.TempDir(), "bidui.yaml")
	text := `store: mysql://${env:BIDUI_TEST_THERE}:${env:BIDUI_TEST_NONE}@${env:BIDUI_TEST_NO_HOST}:3306/bidui
feeds:
  members: {from: m.csv}
  dibao: {from: d.zip, password: "${file:` + missing + `}"}
  water:
    from: https://h/w
    http: {auth: {bearer: "${env:BIDUI_TEST_NONE}"}}
`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := Load(path, known)
	if err != nil {
		t.Fatal(err)
	}
	ofStore := []string{":1: store: found a secret that is not there (environment variable BIDUI_TEST_NONE ", ":1: store: found a secret that is not there (environment variable BIDUI_TEST_NO_HOST "}
	ofDibao := []string{":4: feeds.dibao.password: found a secret that is not there (secret file: open " + missing}
	ofWater := []string{":7: feeds.water.http.auth.bearer: found a secret that is not there (environment variable BIDUI_TEST_NONE "}
	for _, c := range []struct {
		feeds []string
		want  []string
	}{
		{nil, ofStore},
		{[]string{"members", "wat"}, ofStore},
		{[]string{"water", "dibao"}, slices.Concat(ofStore, ofDibao, ofWater)},
	} {
		faults := file.Unresolved(c.feeds...)
		if len(faults) != len(c.want) {
			t.Errorf("of %v: %v", c.feeds, faults)
			continue
		}
		for i, fault := range faults {
			if !strings.HasPrefix(fault.String(), path+c.want[i]) || strings.Contains(fault.String(), "hunter2") {
				t.Errorf("of %v: %s, not %s", c.feeds, fault, c.want[i])
			}
		}
	}
}

// TestFeedHasTheKeysOfSource keeps the keys of a feed in step with the Spec that they fill.
func TestFeedHasTheKeysOfSource(t *testing.T) {
	for field := range reflect.TypeFor[source.Spec]().Fields() {
		key := field.Tag.Get("yaml")
		_, faults := parse([]byte("feeds: {water: {"+key+": {}}}"), known, "/etc/bidui")
		if strings.Contains(faults.Error(), "an unknown key") {
			t.Errorf("source.Spec.%s: %s", field.Name, faults)
		}
	}
}

func FuzzParse(f *testing.F) {
	paths, _ := filepath.Glob("testdata/bad/*.yaml")
	for _, path := range append(paths, "testdata/full.yaml", "testdata/remote.yaml") {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, faults := parse(data, known, "/etc/bidui")
		if len(faults) == 0 && (file.Timezone == nil || file.Store == "" || file.Serve.Listen == "") {
			t.Errorf("without faults, yet incomplete: %+v", file)
		}
		for _, fault := range faults {
			if fault.Found == "" || fault.Expected == "" || strings.Contains(fault.String(), "\n") {
				t.Errorf("a fault that does not help: %q", fault)
			}
		}
	})
}

func date(year, month, day int) period.Date {
	d, ok := period.DateOf(year, month, day)
	if !ok {
		panic("no such date")
	}
	return d
}

func months(fromYear, fromMonth, throughYear, throughMonth int) period.Window {
	return period.Window{From: period.MonthOf(fromYear, fromMonth), Through: period.MonthOf(throughYear, throughMonth)}
}
