package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/bidui/bidui/internal/ledger"
)

// WriteList writes discrepancies as a table with masked ID numbers, and says how
// many there were. Where some have a note, such as why they are waived, there is
// a column for it.
func (l Language) WriteList(w io.Writer, rows Discrepancies) (int, error) {
	var found []ledger.Discrepancy
	noted := false
	for d, err := range rows {
		if err != nil {
			return len(found), err
		}
		found = append(found, slipOf(d).show(masked(d)))
		noted = noted || d.Note != ""
	}
	if len(found) == 0 {
		_, err := fmt.Fprintln(w, l.say("没有符合条件的差异", "No discrepancies"))
		return 0, err
	}
	headers := []any{
		l.say("编号", "No"), l.say("差异", "Kind"), l.say("程度", "Severity"), l.say("区域", "Area"),
		l.say("户编号", "Household"), l.say("姓名", "Name"), l.say("证件号码", "ID number"),
		l.say("登记值", "Registry"), l.say("部门值", "Agency"), l.say("应为", "Expected"), l.say("状态", "Status"), l.say("发现", "Opened"),
	}
	if noted {
		headers = append(headers, l.say("备注", "Note"))
	}
	t := newTable(headers...)
	for _, d := range found {
		add(t, l.listed(d)[:len(headers)]...)
	}
	_, err := fmt.Fprintln(w, t.Render())
	return len(found), err
}

// listed is the cells of a discrepancy in a list.
func (l Language) listed(d ledger.Discrepancy) []any {
	kind := l.kind(d.Kind)
	if d.Qualifier != "" {
		kind += " (" + l.qualifier(&d) + ")"
	}
	if said := slipOf(d).say(l); said != "" {
		kind += " " + said
	}
	return []any{
		d.ID, kind, l.word(severities, d.Severity.String()), place(d), d.HouseholdID, d.Name, d.IDNumber,
		d.RegistryValue, d.AgencyValue, d.ExpectedValue, l.status(d), day(d.OpenedAt), shortened(d.Note),
	}
}

// place is the names of where a discrepancy lies, or its code.
func place(d ledger.Discrepancy) string {
	names := strings.Join(strings.Fields(d.County+" "+d.Town+" "+d.Village), " ")
	if names == "" {
		return d.AreaCode
	}
	return names
}

// status is what became of a discrepancy, and until when.
func (l Language) status(d ledger.Discrepancy) string {
	status := l.word(statuses, d.Status)
	if d.WaivedUntil != "" {
		status += fmt.Sprintf(l.say("至 %s", " until %s"), d.WaivedUntil)
	}
	return status
}
