package oracle

import "testing"

func TestIdentify(t *testing.T) {
	const key = "430599196001010013"
	for _, c := range []struct{ why, cell, key, reason string }{
		{"example of GB 11643", "11010519491231002X", "11010519491231002X", ""},
		{"example of GB 11643, born before 1900", "440524188001010014", "440524188001010014", "birth_date"},
		{"plain", key, key, ""},
		{"x → X", "43059919600101003x", "43059919600101003X", ""},
		{"full-width → ASCII", "４３０５９９１９６００１０１００１３", key, ""},
		{"full-width x", "43059919600101003ｘ", "43059919600101003X", ""},
		{"spaces, BOM, zero-width", "\ufeff430599 1960\u00a00101\u30000013\u200b\t", key, ""},
		{"quotes", "'" + key, key, ""},
		{"more quotes", "“" + key + "”", key, ""},
		{`="…"`, `="` + key + `"`, key, ""},
		{"15 digits", "430599600101001", key, ""},
		{"disability card", key + "43", key, ""},
		{"positions 19–22 free", key + "肢体1级", key, ""},
		{"empty", " ", "", "missing"},
		{"无", "无", "", "missing"},
		{"不详", " 不详", "", "missing"},
		{"-", "－", "", "missing"},
		{"starts with 999999", "999999" + key[6:], "", "pseudo"},
		{"pseudo before masked", "999999********0013", "", "pseudo"},
		{"scientific notation", "4.30599E+17", "", "damaged"},
		{"scientific notation", "4.30599196001010e+17", "", "damaged"},
		{"18 digits ending 000 with a failing checksum", "430599196001010000", "", "damaged"},
		{"the first 18 of 20", "43059919600101000043", "", "damaged"},
		{"ending 000 with the right check character", "430599196001020000", "430599196001020000", ""},
		{"15 digits ending 000 are no 18", "430599600101000", "430599196001010005", ""},
		{"contains *", "430599********0013", "", "masked"},
		{"masked before length", "4305**", "", "masked"},
		{"length", "43059919600101001", "", "length"},
		{"19 characters", key + "1", "", "length"},
		{"length before character", "王五", "", "length"},
		{"a non-digit", "43O599196001010013", "", "character"},
		{"X elsewhere", "4305991960010100X3", "", "character"},
		{"X at the end of 15", "43059960010100X", "", "character"},
		{"no province", "169999196001010018", "169999196001010018", "region"},
		{"the reported reason is the first", "009999196013010010", "009999196013010010", "region"},
		{"impossible date", "430599196002300012", "430599196002300012", "birth_date"},
		{"impossible date of 15 digits", "430599601301001", "430599196013010010", "birth_date"},
		{"after the as-of date", "430599201811010019", "430599201811010019", "birth_date"},
		{"checksum", "430599196001010014", "430599196001010014", "checksum"},
		{"checksum of a card", "43059919600101001443", "430599196001010014", "checksum"},
	} {
		got, reason := identify(c.cell, "2018-10-15")
		if got != c.key || reason != c.reason {
			t.Errorf("%s: identify = %q, %q, want %q, %q", c.why, got, reason, c.key, c.reason)
		}
	}
}

func TestBornOnTheAsOfDate(t *testing.T) {
	if _, reason := identify("430599201811010019", "2018-11-01"); reason != "" {
		t.Errorf("born on the as-of date itself: %s", reason)
	}
	if _, reason := identify("430599201811010019", "2018-10-31"); reason != "birth_date" {
		t.Errorf("born the day after: %q", reason)
	}
}

func TestProvince(t *testing.T) {
	known := map[string]bool{}
	for _, span := range [][2]int{{11, 15}, {21, 23}, {31, 37}, {41, 46}, {50, 54}, {61, 65}, {71, 71}, {81, 83}, {90, 99}} {
		for code := span[0]; code <= span[1]; code++ {
			known[string(rune('0'+code/10))+string(rune('0'+code%10))] = true
		}
	}
	for tens := '0'; tens <= '9'; tens++ {
		for ones := '0'; ones <= '9'; ones++ {
			if code := string(tens) + string(ones); province(code) != known[code] {
				t.Errorf("province(%s) = %v", code, !known[code])
			}
		}
	}
}
