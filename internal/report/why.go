package report

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/rules"
)

// WriteWhy explains one discrepancy whole, with masked ID numbers: its rule,
// both sides and where they stand, what was decided about it where it was, and
// its history.
func (l Language) WriteWhy(w io.Writer, d ledger.Discrepancy, decided *ledger.Handled, events []ledger.Event) error {
	near := slipOf(d)
	d = near.show(masked(d))
	var b strings.Builder
	line := func(chinese, english, text string) {
		if text != "" {
			fmt.Fprintf(&b, "%s: %s\n", l.say(chinese, english), Plain(text))
		}
	}
	line("编号", "No", fmt.Sprintf("%d  %s (%s)", d.ID, l.kind(d.Kind), d.Kind))
	line("对象", "Subject", strings.TrimSpace(d.Subject+" "+l.qualifier(&d)))
	line("姓名", "Name", d.Name)
	line("证件号码", "ID number", d.IDNumber)
	line("区域", "Area", place(d))
	line("程度", "Severity", l.word(severities, d.Severity.String()))
	line("状态", "Status", l.status(d))
	line("责任部门", "Agency", l.word(agencies, d.Agency))
	line("登记值", "Registry", d.RegistryValue)
	line("部门值", "Agency value", d.AgencyValue)
	line("差别", "Difference", near.say(l))
	line("应为", "Expected", d.ExpectedValue)
	var detail struct {
		Registry origin `json:"registry_origin"`
		Agency   origin `json:"agency_origin"`
		Other    origin `json:"other_origin"`
	}
	if err := json.Unmarshal([]byte(d.Detail), &detail); err != nil {
		return fmt.Errorf("read the detail of discrepancy %d: %w", d.ID, err)
	}
	line("登记出处", "Registry row", l.where(detail.Registry))
	line("部门出处", "Agency row", l.where(detail.Agency))
	line("另一出处", "Other row", l.where(detail.Other))
	facts, err := l.facts(d.Detail)
	if err != nil {
		return fmt.Errorf("read the detail of discrepancy %d: %w", d.ID, err)
	}
	line("说明", "Detail", facts)
	if k, ok := rules.KindNamed(d.Kind); ok {
		line("依据", "Policy", k.Source)
		line("处理建议", "What to do", k.Advice)
	}
	line("备注", "Note", d.Note)
	if decided != nil {
		line("处理", "Handling", l.decided(*decided))
	}
	line("历史", "History", fmt.Sprint(len(events)))
	for _, e := range events {
		fmt.Fprintf(&b, "  %s  %s\n", moment(e.At), Plain(strings.TrimSpace(strings.Join([]string{l.word(happenings, e.Event), l.by(e), quiet(e.Detail)}, "  "))))
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// decided says what was decided, by whom, why, and whether it was done.
func (l Language) decided(h ledger.Handled) string {
	parts := []string{l.handling(h.Handling), l.done(h), h.Actor, moment(h.DecidedAt), maskNumbers(h.Reason)}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), "  ")
}

// origin is a row as the ledger's detail names it.
type origin struct {
	File  string `json:"file"`
	Sheet string `json:"sheet"`
	Row   int    `json:"row"`
}

// where says where a row stands, or "" for none.
func (l Language) where(o origin) string {
	if o.File == "" {
		return ""
	}
	place := o.File
	if o.Sheet != "" {
		place += " [" + o.Sheet + "]"
	}
	return fmt.Sprintf(l.say("%s 第 %d 行", "%s row %d"), place, o.Row)
}

// by is the run or the person that an event is the doing of.
func (l Language) by(e ledger.Event) string {
	if e.Run == 0 {
		return e.Actor
	}
	return fmt.Sprintf(l.say("第 %d 次运行", "run %d"), e.Run)
}

// quiet is an event's detail with ID numbers masked, or "" where it says nothing.
func quiet(detail string) string {
	if detail == "{}" {
		return ""
	}
	return maskNumbers(detail)
}
