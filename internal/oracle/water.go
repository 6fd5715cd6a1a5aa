package oracle

import (
	"slices"
	"strings"
)

// waterRow is one row of the feed water.
type waterRow struct {
	household  *household // by household_id; nil where that is blank or unknown
	head       string     // match key of head_id, or ""
	assessed   string     // day or month; "" where blank, unreadable or after the as-of date
	stated     string     // safe, basic, unsafe or ""
	derived    string     // safe, basic, unsafe or unassessed
	conflicted bool       // the stated verdict contradicts the indicators
}

func (w *world) judgeWater() {
	for _, h := range w.households {
		w.judgeHousehold(h, newest(serving(h, w.water)))
	}
}

func (w *world) readWaterRow(row Row) waterRow {
	r := waterRow{assessed: pastDate(row["assessed_on"], w.in.AsOf), stated: statedVerdict(row["verdict"])}
	r.household = w.household(text(row["household_id"]))
	r.head, _ = identify(row["head_id"], w.in.AsOf)
	meets, basic, fails := 0, 0, 0
	for _, field := range []string{"quantity", "quality", "convenience", "reliability"} {
		switch indicator(row[field]) {
		case "meets":
			meets++
		case "basic":
			basic++
		case "fails":
			fails++
		}
	}
	switch {
	case fails > 0:
		r.derived = "unsafe"
	case meets == 4:
		r.derived = "safe"
	case meets+basic == 4:
		r.derived = "basic"
	case r.stated != "":
		r.derived = r.stated
	default:
		r.derived = "unassessed"
	}
	r.conflicted = r.stated != "" && r.stated != r.derived // then the indicators decided
	return r
}

// indicator is meets, basic, fails or "", unassessed.
func indicator(cell string) string {
	switch word(cell) {
	case "达标", "符合", "符合要求", "合格", "√", "是", "安全":
		return "meets"
	case "基本达标", "基本符合", "基本合格":
		return "basic"
	case "不达标", "不符合", "不符合要求", "不合格", "×", "否":
		return "fails"
	}
	return ""
}

// statedVerdict is safe, basic, unsafe or "", none.
func statedVerdict(cell string) string {
	switch word(cell) {
	case "安全", "是":
		return "safe"
	case "基本安全":
		return "basic"
	case "不安全", "否":
		return "unsafe"
	}
	return ""
}

// serving lists the rows of a household: by household_id, else where the row's
// head_id is the household's or that of any of its members, whatever their state.
func serving(h *household, rows []waterRow) (list []waterRow) {
	for _, row := range rows {
		byHead := row.head != "" && (row.head == h.head ||
			slices.ContainsFunc(h.members, func(m *member) bool { return m.key == row.head }))
		if row.household == h || row.household == nil && byHead {
			list = append(list, row)
		}
	}
	return list
}

// newest lists the rows that were assessed last.
func newest(rows []waterRow) (list []waterRow) {
	latest := ""
	for _, row := range rows {
		latest = max(latest, row.assessed)
	}
	for _, row := range rows {
		if row.assessed == latest {
			list = append(list, row)
		}
	}
	return list
}

// judgeHousehold judges a household by the rows tied for the newest.
func (w *world) judgeHousehold(h *household, tied []waterRow) {
	verdict := worst(tied)
	conflicted, disagree := false, false
	for _, row := range tied {
		conflicted = conflicted || row.derived == verdict && row.conflicted
		disagree = disagree || row.derived != verdict
	}
	report := func(kind, severity, expected string) {
		w.report(Finding{Job: "water", Kind: kind, Subject: "household:" + h.id, Severity: severity, Expected: expected, County: h.county})
	}
	marked := yesNo(h.row["safe_water"])
	expected := map[string]string{"safe": "是", "basic": "是", "unsafe": "否"}[verdict]
	switch {
	case marked == "":
		report("water_unmarked", "high", expected)
	case marked == "是" && expected == "否":
		severity := "high"
		if strings.HasPrefix(word(h.row["poverty_status"]), "已脱贫") {
			severity = "critical"
		}
		report("water_marked_safe", severity, "否")
	case marked == "否" && expected == "是":
		report("water_marked_unsafe", "medium", "是")
	}
	if verdict == "unassessed" && !w.held("water", h.county) {
		report("water_no_record", "medium", "")
	}
	if conflicted {
		report("water_verdict_conflict", "low", "")
	}
	if yesNo(h.row["water_hardship"]) == "是" && marked == "是" {
		report("water_flags_contradict", "medium", "")
	}
	if disagree {
		report("water_rows_disagree", "low", "")
	}
}

// worst is the worst verdict in the order unsafe, basic, safe, unassessed;
// unassessed where there is no row.
func worst(rows []waterRow) string {
	for _, verdict := range []string{"unsafe", "basic", "safe"} {
		if slices.ContainsFunc(rows, func(row waterRow) bool { return row.derived == verdict }) {
			return verdict
		}
	}
	return "unassessed"
}
