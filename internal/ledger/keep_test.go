package ledger
import "testing"
func TestKeep(t *testing.T) {
	l := mustOpen(t, mysqlStore("bidui_ledger_keep"), Options{})
	b := &testing.B{}
	run(t, l, startOf("assistance"), Outcome{Findings: province(b)})
}
