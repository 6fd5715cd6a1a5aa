package jobs_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/jobs"
)

// Bureaus keep helpers under a header in two rows: whom it is about, merged over what.
func TestHelpersUnderAHeaderInTwoRows(t *testing.T) {
	in := county(7)
	th := stage(t, in, nil)
	book := excelize.NewFile()
	must(t, book.SetSheetRow("Sheet1", "A1", &[]string{"户编号", "户主姓名", "帮扶责任人"}))
	must(t, book.SetSheetRow("Sheet1", "A2", &[]string{"", "", "姓名", "单位", "联系电话"}))
	for _, merged := range [][2]string{{"A1", "A2"}, {"B1", "B2"}, {"C1", "E1"}} {
		must(t, book.MergeCell("Sheet1", merged[0], merged[1]))
	}
	must(t, book.SetSheetRow("Sheet1", "A3", &[]string{in.Households[0]["household_id"], "张三", "李四", "县一中", "1381234567"}))
	must(t, book.SaveAs(filepath.Join(th.dir, "helpers.xlsx")))
	must(t, book.Close())
	feed := th.settings.Feeds["helpers"]
	feed.Source.From = secret.Text("helpers.xlsx")
	th.settings.Feeds["helpers"] = feed
	runner := newTestRunner(t, th.ledger, th.settings, nil)
	results := runner.all(t, jobs.Request{Jobs: []string{"contacts"}, AsOf: date(t, "2018-10-15")})
	for _, read := range results["contacts"].Reads {
		if read.Feed == "helpers" && (read.RowsAccepted != 1 || len(read.Rejects) > 0) {
			t.Errorf("helpers: %d rows accepted, rejects %v", read.RowsAccepted, read.Rejects)
		}
	}
	invalid := rows(t, th.ledger, ledger.Filter{Kind: "phone_invalid"})
	if !slices.ContainsFunc(invalid, func(d ledger.Discrepancy) bool { return d.Qualifier == "李四" }) {
		t.Errorf("the helper's number was not looked at: %v", invalid)
	}
}
