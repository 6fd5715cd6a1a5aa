package oracle

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestErrorsLoseARowOrSayNothing(t *testing.T) {
	rows := []Row{
		{"member_id": "M1", "dibao": "是", "health": "#N/A", "state": "#REF!"},
		{"member_id": "M2", "dibao": "＃VALUE！", "health": "健康", "state": ""},
		{"member_id": "M3", "dibao": "#1", "health": "#", "state": "N/A"},
	}
	want := []Row{{"member_id": "M1", "dibao": "是", "health": "", "state": "#REF!"}, rows[2]}
	if diff := cmp.Diff(want, withoutErrors(rows, "member_id", "dibao")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if withoutErrors(nil, "member_id") != nil || withoutErrors([]Row{}, "member_id") == nil {
		t.Error("a feed that is not configured is not one without rows")
	}
}
