package report

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/rules"
)

// Columns is the header of every export: the columns of the ledger's discrepancies.
var Columns = []string{
	"id", "kind", "subject", "qualifier", "job", "agency", "severity", "county", "town", "village", "area_code",
	"household_id", "member_id", "id_number", "name", "registry_value", "agency_value", "expected_value", "detail",
	"status", "opened_at", "last_seen_at", "resolved_at", "opened_run", "last_seen_run", "resolved_run",
	"times_reopened", "waived_until", "note",
}

// Export is how discrepancies are written.
type Export struct {
	Unmask bool // write ID numbers whole
	BOM    bool // begin a CSV with a byte order mark, for spreadsheet programs
}

// Discrepancies are the rows of an export. Iteration ends at the first error.
type Discrepancies = iter.Seq2[ledger.Discrepancy, error]

// WriteCSV writes the rows as CSV and says how many there were.
func (e Export) WriteCSV(w io.Writer, rows Discrepancies) (int, error) {
	if e.BOM {
		if _, err := io.WriteString(w, "\uFEFF"); err != nil {
			return 0, err
		}
	}
	out := csv.NewWriter(w)
	if err := out.Write(Columns); err != nil {
		return 0, err
	}
	n := 0
	for d, err := range rows {
		if err != nil {
			return n, err
		}
		if err := out.Write(e.cells(d)); err != nil {
			return n, err
		}
		n++
	}
	out.Flush()
	return n, out.Error()
}

// WriteJSON writes the rows as one JSON array of objects with the columns as keys.
func (e Export) WriteJSON(w io.Writer, rows Discrepancies) (int, error) {
	n := 0
	for d, err := range rows {
		if err != nil {
			return n, err
		}
		before := ",\n"
		if n == 0 {
			before = "[\n"
		}
		text, err := e.object(d)
		if err != nil {
			return n, err
		}
		if _, err := fmt.Fprintf(w, "%s%s", before, text); err != nil {
			return n, err
		}
		n++
	}
	after := "\n]\n"
	if n == 0 {
		after = "[]\n"
	}
	_, err := io.WriteString(w, after)
	return n, err
}

// object is one discrepancy as JSON: numbers as numbers, detail as an object, the rest as text.
func (e Export) object(d ledger.Discrepancy) (string, error) {
	var b strings.Builder
	for i, cell := range e.cells(d) {
		value := []byte(cell)
		switch name := Columns[i]; {
		case name == "detail":
		case isNumber(name) && cell != "":
		case isNumber(name):
			value = []byte("null")
		default:
			var err error
			if value, err = json.Marshal(cell); err != nil {
				return "", err
			}
		}
		before := ","
		if i == 0 {
			before = "{"
		}
		fmt.Fprintf(&b, "%s%q:%s", before, Columns[i], value)
	}
	return b.String() + "}", nil
}

func isNumber(column string) bool {
	switch column {
	case "id", "opened_run", "last_seen_run", "resolved_run", "times_reopened":
		return true
	}
	return false
}

// WriteXLSX writes the rows as a workbook: one sheet with every cell as text, so
// that long numbers stay whole, and one that explains kinds and columns.
func (e Export) WriteXLSX(w io.Writer, rows Discrepancies) (n int, err error) {
	book := excelize.NewFile()
	defer func() {
		if closeErr := book.Close(); err == nil {
			err = closeErr
		}
	}()
	if n, err = e.writeRows(book, rows); err != nil {
		return n, err
	}
	if err := writeLegend(book); err != nil {
		return n, err
	}
	return n, book.Write(w)
}

const rowsSheet = "差异"

func (e Export) writeRows(book *excelize.File, rows Discrepancies) (int, error) {
	if err := book.SetSheetName("Sheet1", rowsSheet); err != nil {
		return 0, err
	}
	text, bold, err := textStyles(book)
	if err != nil {
		return 0, err
	}
	out, err := book.NewStreamWriter(rowsSheet)
	if err != nil {
		return 0, err
	}
	if err := out.SetColStyle(1, len(Columns), text); err != nil {
		return 0, err
	}
	for i, name := range Columns {
		if err := out.SetColWidth(i+1, i+1, columnWidth(name)); err != nil {
			return 0, err
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return 0, err
	}
	if err := setRow(out, 1, Columns, bold); err != nil {
		return 0, err
	}
	n := 0
	for d, err := range rows {
		if err != nil {
			return n, err
		}
		n++
		if n >= excelize.TotalRows {
			return n, fmt.Errorf("a sheet holds %d rows at most: choose fewer with --job, --kind or --area, or write CSV", excelize.TotalRows-1)
		}
		if err := setRow(out, n+1, e.cells(d), text); err != nil {
			return n, err
		}
	}
	return n, out.Flush()
}

func textStyles(book *excelize.File) (text, bold int, err error) {
	const asText = 49 // the built-in number format "@"
	if text, err = book.NewStyle(&excelize.Style{NumFmt: asText}); err != nil {
		return 0, 0, err
	}
	bold, err = book.NewStyle(&excelize.Style{NumFmt: asText, Font: &excelize.Font{Bold: true}})
	return text, bold, err
}

func columnWidth(name string) float64 {
	switch name {
	case "subject", "id_number", "detail", "registry_value", "agency_value", "opened_at", "last_seen_at", "resolved_at", "kind":
		return 24
	}
	return 14
}

func setRow(out *excelize.StreamWriter, row int, cells []string, style int) error {
	values := make([]any, len(cells))
	for i, cell := range cells {
		values[i] = excelize.Cell{StyleID: style, Value: cell}
	}
	return out.SetRow("A"+strconv.Itoa(row), values)
}

// writeLegend adds the sheet that says in Chinese what kinds and columns mean.
func writeLegend(book *excelize.File) error {
	const sheet = "说明"
	if _, err := book.NewSheet(sheet); err != nil {
		return err
	}
	text, bold, err := textStyles(book)
	if err != nil {
		return err
	}
	out, err := book.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := out.SetColWidth(1, 2, 24); err != nil {
		return err
	}
	if err := out.SetColWidth(3, 4, 70); err != nil {
		return err
	}
	row := 1
	add := func(style int, cells ...string) {
		if err == nil {
			err = setRow(out, row, cells, style)
			row++
		}
	}
	add(bold, "kind", "差异", "依据", "处理建议")
	for _, k := range rules.Kinds {
		add(text, k.Name, k.Title, k.Source, k.Advice)
	}
	row++
	add(bold, "列名", "含义")
	for i, name := range Columns {
		add(text, name, columnTitles[i])
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// columnTitles is what the Columns are called in Chinese.
var columnTitles = []string{
	"编号", "差异种类", "对象", "限定", "任务", "责任部门", "严重程度", "县", "乡镇", "村", "区划代码",
	"户编号", "人编号", "证件号码", "姓名", "登记值", "部门值", "应为", "说明",
	"状态", "发现时间", "最近一次见到", "销号时间", "发现批次", "最近见到批次", "销号批次",
	"重现次数", "豁免至", "备注",
}

// cells is a discrepancy as text, in the order of Columns.
func (e Export) cells(d ledger.Discrepancy) []string {
	if !e.Unmask {
		d = Masked(d)
	}
	return []string{
		number(d.ID), d.Kind, d.Subject, d.Qualifier, d.Job, d.Agency, d.Severity.String(), d.County, d.Town, d.Village, d.AreaCode,
		d.HouseholdID, d.MemberID, d.IDNumber, d.Name, d.RegistryValue, d.AgencyValue, d.ExpectedValue, d.Detail,
		d.Status, moment(d.OpenedAt), moment(d.LastSeenAt), moment(d.ResolvedAt),
		number(d.OpenedRun), number(d.LastSeenRun), number(d.ResolvedRun),
		strconv.Itoa(d.TimesReopened), d.WaivedUntil, d.Note,
	}
}

// Masked is a discrepancy with every ID number in it starred out.
func Masked(d ledger.Discrepancy) ledger.Discrepancy {
	d.IDNumber = resident.Mask(d.IDNumber)
	if key, ok := strings.CutPrefix(d.Subject, "person:"); ok {
		d.Subject = "person:" + resident.Mask(key)
	}
	if k, ok := rules.KindNamed(d.Kind); !ok || k.IDs {
		d.RegistryValue, d.AgencyValue = resident.Mask(d.RegistryValue), resident.Mask(d.AgencyValue)
	}
	return d
}

// number is a row number or "" for none.
func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
