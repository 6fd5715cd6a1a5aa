package oracle

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestErrorsSayNothing(t *testing.T) {
	rows := []Row{
		{"member_id": "M1", "dibao": "是", "health": "#N/A", "state": "#REF!"},
		{"member_id": "M2", "dibao": "＃VALUE！", "health": "健康", "state": ""},
		{"member_id": "M3", "dibao": "#1", "health": "#", "state": "N/A"},
	}
	want := []Row{
		{"member_id": "M1", "dibao": "是", "health": "", "state": "#REF!"},
		{"member_id": "M2", "dibao": "", "health": "健康", "state": ""}, rows[2],
	}
	if diff := cmp.Diff(want, withoutErrors(rows)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if withoutErrors(nil) != nil || withoutErrors([]Row{}) == nil {
		t.Error("a feed that is not configured is not one without rows")
	}
}
