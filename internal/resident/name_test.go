package resident_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/bidui/bidui/internal/resident"
)

func TestCleanName(t *testing.T) {
	cases := [][2]string{
		{"", ""},
		{"张三", "张三"},
		{" 张\u3000三\u00A0", "张三"},
		{"\uFEFF张\u200B三\t\r\n", "张三"},
		{"Ａbｃ", "Abc"},
		{"张三２", "张三2"},
		{"阿依古丽·买买提", "阿依古丽·买买提"},
		{"阿依古丽•买买提", "阿依古丽·买买提"},
		{"阿依古丽・买买提", "阿依古丽·买买提"},
		{"阿依古丽･买买提", "阿依古丽·买买提"},
		{"阿依古丽‧买买提", "阿依古丽·买买提"},
		{"阿依古丽.买买提", "阿依古丽·买买提"},
		{"阿依古丽．买买提", "阿依古丽·买买提"},
		{"阿依古丽⋅买买提", "阿依古丽·买买提"},
		{"阿依古丽 · 买买提", "阿依古丽·买买提"},
		{"张三（已故）", "张三"},
		{"张三(已故)", "张三"},
		{"张三【已故】", "张三"},
		{"张三[已故]", "张三"},
		{"张三［已故］", "张三"},
		{"张三〔已故〕", "张三"},
		{"张三{已故}", "张三"},
		{"张三｛已故｝", "张三"},
		{"张三〈已故〉", "张三"},
		{"张三（已故)", "张三"},
		{"张三 （ 已 故 ） ", "张三"},
		{"张三（户主）（已故）", "张三"},
		{"张三（户主（已故））", "张三"},
		{"张三（）", "张三"},
		{"张（小）三", "张(小)三"},
		{"（张三）", "(张三)"},
		{"（张三）（已故）", "(张三)"},
		{"张三（已故", "张三(已故"},
		{"张三已故）", "张三已故)"},
		{"张三（已故】", "张三(已故】"},
		{"\U00020BB7野", "\U00020BB7野"},
		{"张\xff三", "张\uFFFD三"},
		{"张\uE81E", "张\u9FB4"},     // of GB 18030-2000 and 2005
		{"张\uE855", "张\U000241FE"}, // of every edition
		{"张\uE863三", "张\u4DAE三"},   // of GBK
		{"张\uE000三", "张\uE000三"},   // somebody's own
		{"阿\uE7C7 \uE7C8", "阿\u1E3F\u01F9"},
	}
	for _, c := range cases {
		if got := resident.CleanName(c[0]); got != c[1] {
			t.Errorf("CleanName(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

func TestCompareNames(t *testing.T) {
	const (
		equal, similar, different = resident.Equal, resident.Similar, resident.Different
	)
	cases := []struct {
		a, b string
		want resident.Likeness
	}{
		{"张三", "张三", equal},
		{"", "", equal},
		{"", " ", equal},
		{"张三", "张 三", equal},
		{"张三", "张三（户主）", equal},
		{"Ａli", "Ali", equal},
		{"阿依古丽·买买提", "阿依古丽.买买提", equal},
		{"阿依古丽·买买提", "阿依古丽买买提", equal},
		{"阿依·古丽·买买提", "阿依古丽买买提", equal},
		{"\U00020BB7", "\U00020BB7 ", equal},
		{"张\uE831", "张\U000215D7", equal},
		{"张\uE854三", "张\u9FBA 三", equal},
		{"\uE863", "\u4DAE", equal},

		{"张三", "章散", similar},                     // one pinyin
		{"张", "章", similar},                       // of one character too
		{"单善", "善单", similar},                     // 单 is shàn as a surname
		{"曾小仇", "增晓求", similar},                   // zēng, qiú
		{"查一二", "扎衣而", similar},                   // zhā
		{"刘德华", "劉徳華", similar},                   // another script
		{"吕律", "旅绿", similar},                     // lü
		{"\U00020BB7三丰", "\U00020BB7散风", similar}, // no reading, but the same
		{"阿依·古丽", "啊一古力", similar},
		{"张三", "张四", similar},
		{"张三", "李三", similar},
		{"张三", "张三丰", similar},
		{"张三丰", "三丰", similar},
		{"张三丰", "张丰", similar},
		{"张三", "张", similar}, // the longer has two
		{"阿依古丽·买买提", "阿依古丽买买体", similar},
		{"阿依·古丽", "阿衣古力", similar},
		{"\U00020BB7野", "\U00020BB6野", similar},
		{"欧阳娜", "欧阳娜娜", similar},
		{"张三(大)丰", "张三(小)丰", similar},

		{"张", "李", different}, // an edit, but of one character
		{"", "张", different},
		{"", "张三", different},
		{"张三", "李四", different},
		{"张三", "三张", different},
		{"张三丰", "张丰三", different},
		{"张三", "张三丰大", different},
		{"吕侣", "鲁路", different},                                     // lü is not lu
		{"陈真真", "程正正", different},                                   // n is not ng
		{"\U00020BB7\U00020BB6", "\U00020BB8\U00020BB9", different}, // no readings
		{"\U00020BB7", "\U00020BB8", different},
		{"\uE000", "\uE001", different},
		{"\uE831", "\u9FB8", different},
		{"Ali", "aLi", different},
		{"张三", "zhangsan", different},
		{"张三", "王五六", different},
	}
	for _, c := range cases {
		if got := resident.CompareNames(c.a, c.b); got != c.want {
			t.Errorf("CompareNames(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
		if got := resident.CompareNames(c.b, c.a); got != c.want {
			t.Errorf("CompareNames(%q, %q) = %v, want %v", c.b, c.a, got, c.want)
		}
	}
}

func TestLikenessNames(t *testing.T) {
	for likeness, want := range map[resident.Likeness]string{resident.Equal: "equal", resident.Similar: "similar", resident.Different: "different"} {
		if likeness.String() != want {
			t.Errorf("likeness %d is %q, want %q", likeness, likeness, want)
		}
	}
}

// personName draws names that are short, alike and badly typed.
func personName() *rapid.Generator[string] {
	runes := []rune("张章李三山散丰单善曾增·•.． \u3000（）()[]【】〔〕ＡAaｘx\U00020BB7\U00020BB6\uE831\U000215D7\uE000\u200B\uFFFD")
	return rapid.OneOf(rapid.StringOfN(rapid.SampledFrom(runes), 0, 6, -1), rapid.String())
}

func TestCompareNamesProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkNames(t, personName().Draw(t, "a"), personName().Draw(t, "b"))
	})
}

// One rune changed, added or dropped in a clean name leaves a similar one.
func TestOneSlipInANameIsSimilar(t *testing.T) {
	runes := rapid.SampledFrom([]rune("张章李三山散丰单善曾增赵钱孙王五六\U00020BB7\U00020BB6"))
	rapid.Check(t, func(t *rapid.T) {
		name := []rune(rapid.StringOfN(runes, 2, 6, -1).Draw(t, "name"))
		at := rapid.IntRange(0, len(name)-1).Draw(t, "at")
		through := at + rapid.IntRange(0, 1).Draw(t, "dropped")
		slip := string(name[:at]) + rapid.StringOfN(runes, 0, 1, -1).Draw(t, "added") + string(name[through:])
		want := resident.Similar
		if slip == string(name) {
			want = resident.Equal
		}
		if got := resident.CompareNames(string(name), slip); got != want {
			t.Fatalf("CompareNames(%q, %q) = %v, want %v", string(name), slip, got, want)
		}
	})
}

func TestCleanNamesAllocateNothing(t *testing.T) {
	for _, pair := range [][2]string{{"张三", "张三"}, {"张三丰", "章散风"}, {"张三", "李四"}} {
		if n := testing.AllocsPerRun(10, func() { resident.CompareNames(pair[0], pair[1]) }); n != 0 {
			t.Errorf("CompareNames(%q, %q) allocates %v times", pair[0], pair[1], n)
		}
	}
}
