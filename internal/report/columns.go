package report

import (
	"strconv"
	"time"

	"github.com/bidui/bidui/internal/ledger"
)

// form is what a cell holds, and so how JSON shows it.
type form uint8

const (
	text     form = iota // a string, "" where nothing is known
	optional             // a string, null where there is none: times and dates
	number               // a number, null where there is none
	object               // JSON
)

// column is one column of an export.
type column struct {
	name  string // the ledger's
	title string // Chinese, for the legend
	width float64
	form  form
	cell  func(d *ledger.Discrepancy) string // "" for none
}

// columns are those of the ledger's discrepancies in their order.
var columns = []column{
	{"id", "编号", 10, number, func(d *ledger.Discrepancy) string { return integer(d.ID) }},
	{"kind", "差异种类，见上", 24, text, func(d *ledger.Discrepancy) string { return d.Kind }},
	{"subject", "差异所指：household 户、member 人、person 证件号、village 村、phone 电话", 32, text, func(d *ledger.Discrepancy) string { return d.Subject }},
	{"qualifier", "同一对象有多条时的区分", 14, text, func(d *ledger.Discrepancy) string { return d.Qualifier }},
	{"job", "任务", 12, text, func(d *ledger.Discrepancy) string { return d.Job }},
	{"agency", "责任部门", 12, text, func(d *ledger.Discrepancy) string { return d.Agency }},
	{"severity", "严重程度", 10, text, func(d *ledger.Discrepancy) string { return d.Severity.String() }},
	{"county", "县", 12, text, func(d *ledger.Discrepancy) string { return d.County }},
	{"town", "乡镇", 12, text, func(d *ledger.Discrepancy) string { return d.Town }},
	{"village", "村", 12, text, func(d *ledger.Discrepancy) string { return d.Village }},
	{"area_code", "区划代码", 16, text, func(d *ledger.Discrepancy) string { return d.AreaCode }},
	{"household_id", "户编号", 16, text, func(d *ledger.Discrepancy) string { return d.HouseholdID }},
	{"member_id", "人编号", 16, text, func(d *ledger.Discrepancy) string { return d.MemberID }},
	{"id_number", "证件号码", 22, text, func(d *ledger.Discrepancy) string { return d.IDNumber }},
	{"name", "姓名", 12, text, func(d *ledger.Discrepancy) string { return d.Name }},
	{"registry_value", "登记值：建档立卡系统中的值", 22, text, func(d *ledger.Discrepancy) string { return d.RegistryValue }},
	{"agency_value", "部门值：责任部门名册中的值", 22, text, func(d *ledger.Discrepancy) string { return d.AgencyValue }},
	{"expected_value", "应为：核实属实后应填的值", 16, text, func(d *ledger.Discrepancy) string { return d.ExpectedValue }},
	{"detail", "说明：补充情况和数据出处（文件、工作表、行）", 32, object, func(d *ledger.Discrepancy) string { return d.Detail }},
	{"status", "状态", 10, text, func(d *ledger.Discrepancy) string { return d.Status }},
	{"opened_at", "首次发现时间", 26, optional, func(d *ledger.Discrepancy) string { return moment(d.OpenedAt) }},
	{"last_seen_at", "最近一次比对到的时间", 26, optional, func(d *ledger.Discrepancy) string { return moment(d.LastSeenAt) }},
	{"resolved_at", "销号时间", 26, optional, func(d *ledger.Discrepancy) string { return moment(d.ResolvedAt) }},
	{"opened_run", "首次发现的运行批次", 14, number, func(d *ledger.Discrepancy) string { return integer(d.OpenedRun) }},
	{"last_seen_run", "最近一次比对到的批次", 16, number, func(d *ledger.Discrepancy) string { return integer(d.LastSeenRun) }},
	{"resolved_run", "销号的批次", 16, number, func(d *ledger.Discrepancy) string { return integer(d.ResolvedRun) }},
	{"times_reopened", "销号后重现的次数", 18, number, func(d *ledger.Discrepancy) string { return strconv.Itoa(d.TimesReopened) }},
	{"waived_until", "豁免的最后一天；已豁免而为空的，没有期限", 16, optional, func(d *ledger.Discrepancy) string { return d.WaivedUntil }},
	{"note", "备注", 24, text, func(d *ledger.Discrepancy) string { return d.Note }},
}

// header is the names of the columns.
func header() []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return names
}

// cells is a discrepancy as text, in the order of columns.
func (e Export) cells(d ledger.Discrepancy) []string {
	if !e.Unmask {
		d = masked(d)
	}
	cells := make([]string, len(columns))
	for i, c := range columns {
		cells[i] = c.cell(&d)
	}
	return cells
}

// integer is a row number or "" for none.
func integer(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// zone is the time zone in which reports show moments: that of the offices they are for.
var zone = time.FixedZone("+08:00", 8*60*60)

// moment is a time as exports write it, "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(time.RFC3339)
}

// day is the day of a time, "" for none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(time.DateOnly)
}
