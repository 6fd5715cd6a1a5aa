package registry_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/table"
)

func TestReadWorkTeam(t *testing.T) {
	team := row{"村代码", "430521 103205", "姓名", " 张 三（队长）", "联系电话", "138-1234-5678", "职务", "队长"}
	for _, c := range []struct {
		what    string
		cells   row
		want    func(c *registry.Contact)
		ok      bool
		rejects []string
	}{
		{"as it is", nil, func(*registry.Contact) {}, true, nil},
		{"no phone", row{"联系电话", ""}, func(c *registry.Contact) { c.Phone.Text, c.Phone.Number = "", "" }, true, nil},
		{"no name", row{"姓名", "\u3000"}, func(c *registry.Contact) { c.Name = "" }, false, []string{"name missing  !"}},
		{"no village", row{"村代码", ""}, func(c *registry.Contact) { c.AreaCode = "" }, false, []string{"area_code missing  !"}},
	} {
		r := team.with(c.cells...).record(t, registry.WorkTeamSchema)
		want := registry.Contact{
			AreaCode: "430521103205", Name: "张三", Phone: registry.Phone{Text: "138-1234-5678", Number: "13812345678"},
			Origin: table.Origin{Source: sheet, Row: 3},
		}
		c.want(&want)
		got, ok := registry.ReadWorkTeam(r)
		if diff := cmp.Diff(want, got); diff != "" || ok != c.ok {
			t.Errorf("%s: usable %v (-want +got):\n%s", c.what, ok, diff)
		}
		rejected(t, r, c.rejects...)
	}
}

func TestReadHelper(t *testing.T) {
	for _, header := range []string{"帮扶责任人", "帮扶人姓名", "name"} {
		for _, phone := range []string{"帮扶责任人电话", "联系电话", "phone"} {
			r := row{"户编号", "H1", header, "李四", phone, "13912345678", "unit", "县一中"}.record(t, registry.HelperSchema)
			got, ok := registry.ReadHelper(r)
			want := registry.Contact{
				HouseholdID: "H1", Name: "李四", Phone: registry.Phone{Text: "13912345678", Number: "13912345678"},
				Origin: table.Origin{Source: sheet, Row: 3},
			}
			if diff := cmp.Diff(want, got); diff != "" || !ok {
				t.Errorf("%s, %s: usable %v (-want +got):\n%s", header, phone, ok, diff)
			}
			rejected(t, r)
		}
	}
	r := row{"户编号", "H1", "帮扶责任人", "李四"}.record(t, registry.HelperSchema)
	if got, ok := registry.ReadHelper(r); !ok || got.Phone != (registry.Phone{}) {
		t.Errorf("without a column for phones: %+v, %v", got, ok)
	}
	r = row{"户编号", "", "帮扶责任人", "", "联系电话", "13912345678"}.record(t, registry.HelperSchema)
	if _, ok := registry.ReadHelper(r); ok {
		t.Error("a helper of nobody was taken")
	}
	rejected(t, r, "household_id missing  !", "name missing  !")
}

func TestPhones(t *testing.T) {
	for cell, want := range map[string]string{
		"13812345678": "13812345678", "138 1234 5678": "13812345678", "138-1234-5678": "13812345678", "+8613812345678": "13812345678",
		"+86 138-1234-5678": "13812345678", "13812345678.0": "13812345678", "１３８１２３４５６７８": "13812345678", `="13812345678"`: "13812345678",
		"'19912345678": "19912345678", "138—12345678": "13812345678", "138–1234‐5678": "13812345678", "138−1234─5678": "13812345678", "138﹣12345678": "13812345678", "13911111112": "13911111112", "13111111112": "13111111112", "19999999990": "19999999990",
		"": "", "无": "", "-": "", "12812345678": "", "10812345678": "", "23812345678": "", "1381234567": "", "138123456789": "",
		"07391234567": "", "13911111111": "", "13000000000": "", "1381234567x": "", "8613812345678": "", "13812345678/13912345678": "", "1.38123E+10": "",
	} {
		r := row{"户编号", "H1", "帮扶责任人", "李四", "联系电话", cell}.record(t, registry.HelperSchema)
		c, ok := registry.ReadHelper(r)
		if c.Phone.Number != want || c.Phone.Text != table.CleanCode(cell) || !ok {
			t.Errorf("%q is read as %+v, want %q", cell, c.Phone, want)
		}
		rejected(t, r)
	}
}

// What names or numbers a person is starred out wherever a row is rejected.
func TestPersonalFields(t *testing.T) {
	personal := map[string]bool{"name": true, "id_number": true, "head_id": true, "head_name": true, "phone": true}
	for _, s := range []*table.Schema{
		registry.HouseholdSchema, registry.MemberSchema, registry.VillageSchema, registry.WorkTeamSchema, registry.HelperSchema,
	} {
		for _, field := range s.Fields {
			if field.Personal != personal[field.Name] {
				t.Errorf("%s.%s is personal: %v", s.Feed, field.Name, field.Personal)
			}
		}
	}
}
