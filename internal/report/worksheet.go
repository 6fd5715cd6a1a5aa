package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/worksheet"
)

// Level is how finely worksheets are divided.
type Level string

// The levels.
const (
	ByCounty  Level = "county"
	ByTown    Level = "town"
	ByVillage Level = "village"
)

// Worksheet is the form (疑似问题入户核查表) on which one county, town or village
// answers what it is handed out.
type Worksheet struct {
	Place  []string // county, and town and village as far as the level goes; what is not known says so
	Leads  []ledger.Lead
	Jobs   map[string]Occasion // of each job, where it is known
	Unmask bool                // write ID numbers whole
	On     time.Time           // the day of issue

	level  Level
	serial int // tells files apart whose places sound alike
}

// Occasion is the run whose findings are handed out.
type Occasion struct {
	Run      int64
	AsOf     string
	Deadline period.Date // unknown: none was set
}

// Worksheets divides leads by where they lie, in the order of the names, and
// sorts each part as staff look for it: by village, household and name.
func Worksheets(leads []ledger.Lead, level Level) []Worksheet {
	parts := map[string]*Worksheet{}
	for _, lead := range leads {
		place := placeOf(&lead, level)
		key := strings.Join(place, "\x00")
		if parts[key] == nil {
			parts[key] = &Worksheet{Place: place, level: level}
		}
		parts[key].Leads = append(parts[key].Leads, lead)
	}
	sheets := make([]Worksheet, 0, len(parts))
	for _, w := range parts {
		w.sort()
		sheets = append(sheets, *w)
	}
	slices.SortFunc(sheets, func(a, b Worksheet) int { return slices.CompareFunc(a.Place, b.Place, compareNames) })
	names := map[string]int{}
	for i := range sheets {
		name := strings.ToLower(sheets[i].stem()) // of which there may be but one on Windows
		names[name]++
		sheets[i].serial = names[name]
	}
	return sheets
}

// placeOf is the names of where a lead lies, as far as the level goes. They name
// files: no number of a person is among them, whoever put one there.
func placeOf(d *ledger.Lead, level Level) []string {
	code := func(digits int) string {
		if len(d.AreaCode) < digits {
			return ""
		}
		return d.AreaCode[:digits]
	}
	place := []string{
		cmp.Or(maskNumbers(d.County), code(6), "县不明"),
		cmp.Or(maskNumbers(d.Town), code(9), "乡镇不明"),
		cmp.Or(maskNumbers(d.Village), code(12), "村不明"),
	}
	depth := map[Level]int{ByCounty: 1, ByTown: 2, ByVillage: 3}
	return place[:depth[level]]
}

func (w *Worksheet) sort() {
	slices.SortStableFunc(w.Leads, func(a, b ledger.Lead) int {
		return cmp.Or(compareNames(a.Town, b.Town), compareNames(a.Village, b.Village), blankLast(a.HouseholdID, b.HouseholdID),
			compareNames(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}

// compareNames orders names by their pinyin, blank ones last.
func compareNames(a, b string) int {
	if a == b {
		return 0
	}
	return blankLast(resident.SortKey(a), resident.SortKey(b))
}

func blankLast(a, b string) int {
	if a == "" || b == "" {
		return strings.Compare(b, a)
	}
	return strings.Compare(a, b)
}

// stem is the names of the place as part of a file's name.
func (w *Worksheet) stem() string {
	names := make([]string, len(w.Place))
	for i, name := range w.Place {
		names[i] = fileName(name)
	}
	return strings.Join(names, "-")
}

// FileName is the name that the worksheet goes by: where and when it is handed
// out, and nothing about a person. Worksheets of one division have names of their own.
func (w *Worksheet) FileName() string {
	name := w.stem()
	if w.serial > 1 {
		name += "(" + strconv.Itoa(w.serial) + ")"
	}
	return name + "-核查表-" + w.On.In(zone).Format("20060102") + ".xlsx"
}

// fileName is a name without what file systems do not take.
func fileName(name string) string {
	const longest = 40 // characters
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.IsSpace(r) || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	if runes := []rune(name); len(runes) > longest {
		name = string(runes[:longest])
	}
	return cmp.Or(strings.Trim(name, "."), "_")
}

const formSheet = "核查表"

// WriteXLSX writes the worksheet as a workbook: the form, and how to fill it in.
// It says how many rows it wrote.
func (w *Worksheet) WriteXLSX(to io.Writer) (n int, err error) {
	err = writeBook(to, func(b *book) error {
		form, err := b.open(w.page())
		if err != nil {
			return err
		}
		for i := range w.Leads {
			if err := form.add(w.cells(&w.Leads[i])...); err != nil {
				return fmt.Errorf("%w: divide more finely, or choose fewer with --job, --kind or --area", err)
			}
			n++
		}
		if err := form.close(); err != nil {
			return err
		}
		return w.writeGuide(b)
	})
	return n, err
}

func (w *Worksheet) page() page {
	p := page{
		name: formSheet, title: "疑似问题入户核查表", columns: w.columns(), filtered: true,
		choices: worksheet.Choices(), hidden: 1,
		lines: []string{
			fmt.Sprintf("%s　　共 %d 条　　%s下发", strings.Join(w.Place, " "), len(w.Leads), w.On.In(zone).Format("2006年1月2日")),
			w.occasions(),
			"填报单位（盖章）：　　　　　　　　　　　　审核人：　　　　　　　　　　联系电话：　　　　　　　　　　反馈日期：",
		},
	}
	p.choice = 1 + slices.IndexFunc(p.columns, func(c sheetColumn) bool { return c.heading == worksheet.Outcome })
	return p
}

// columns are the form's. A county's has the town beside the village.
func (w *Worksheet) columns() []sheetColumn {
	columns := []sheetColumn{{worksheet.Number, 8, lookCentred}}
	if w.level == ByCounty {
		columns = append(columns, sheetColumn{"乡镇", 12, lookCell})
	}
	return append(columns, []sheetColumn{
		{"村", 12, lookCell}, {worksheet.Household, 16, lookCell}, {"姓名", 10, lookCell}, {"证件号码", 21, lookCell},
		{"问题", 22, lookCell}, {"登记值", 20, lookCell}, {"部门值", 20, lookCell}, {"应为", 14, lookCell},
		{worksheet.Outcome, 15, lookBlank}, {worksheet.Remark, 26, lookBlank}, {worksheet.CheckedBy, 10, lookBlank},
		{worksheet.CheckedOn, 12, lookBlank}, {worksheet.Stamp, 14, lookCell},
	}...)
}

// cells is a lead in the order of columns.
func (w *Worksheet) cells(lead *ledger.Lead) []string {
	d := lead.Discrepancy
	if !w.Unmask {
		d = masked(d)
	}
	cells := []string{integer(d.ID)}
	if w.level == ByCounty {
		cells = append(cells, d.Town)
	}
	return append(cells, d.Village, d.HouseholdID, d.Name, d.IDNumber, problem(&d), d.RegistryValue, d.AgencyValue, d.ExpectedValue,
		"", "", "", "", lead.Stamp())
}

// problem is what there is to check, with what tells it from others of its kind.
func problem(d *ledger.Discrepancy) string {
	title := Chinese.kind(d.Kind)
	if d.Qualifier == "" {
		return title
	}
	return title + "：" + Chinese.qualifier(d)
}

// occasions says which runs found what is handed out, and by when it is to be answered.
func (w *Worksheet) occasions() string {
	var parts []string
	for _, job := range w.jobs() {
		o, known := w.Jobs[job]
		part := Chinese.job(job)
		if known {
			part += fmt.Sprintf("（第%d批次，基准日%s", o.Run, o.AsOf)
			if o.Deadline.Known() {
				part += "，期限" + o.Deadline.String()
			}
			part += "）"
		}
		parts = append(parts, part)
	}
	return "比对任务：" + strings.Join(parts, "；")
}

// jobs are those that the leads are of.
func (w *Worksheet) jobs() []string {
	var jobs []string
	for i := range w.Leads {
		if job := w.Leads[i].Job; !slices.Contains(jobs, job) {
			jobs = append(jobs, job)
		}
	}
	slices.Sort(jobs)
	return jobs
}
