package report

import (
	"fmt"
	"io"
	"time"

	"github.com/bidui/bidui/internal/ledger"
)

// WriteFreeze says that a month is frozen, and whether it was before.
func (l Language) WriteFreeze(w io.Writer, f ledger.Frozen, before bool) error {
	text := l.say("%s 已封存，摘要 %s\n", "%s is frozen, digest %s\n")
	if before {
		text = l.say("%s 先前已封存，内容相同，摘要 %s\n", "%s was frozen before with the same content, digest %s\n")
	}
	_, err := fmt.Fprintf(w, text, f.Month, f.Digest)
	return err
}

// WriteFrozen lists frozen months.
func (l Language) WriteFrozen(w io.Writer, months []ledger.Frozen, zone *time.Location) error {
	if len(months) == 0 {
		_, err := fmt.Fprintln(w, l.say("没有封存的月份", "No month is frozen"))
		return err
	}
	t := newTable(l.say("月份", "Month"), l.say("封存时间", "Frozen"), l.say("版本", "Version"), l.say("摘要", "Digest"))
	for _, f := range months {
		add(t, f.Month, minute(f.FrozenAt.In(zone)), f.Version, f.Digest)
	}
	_, err := fmt.Fprintln(w, t.Render())
	return err
}
