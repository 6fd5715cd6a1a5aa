package oracle

import "testing"

func TestCompareNames(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"张三", "张三", "equal"},
		{" 张\u3000三\u00a0", "张三", "equal"},
		{"买买提·艾力", "买买提•艾力", "equal"},
		{"买买提・艾力", "买买提．艾力", "equal"},
		{"买买提‧艾力", "买买提･艾力", "equal"},
		{"买买提.艾力", "买买提艾力", "equal"},
		{"张三（已故）", "张三", "equal"},
		{"张三(外出)", "张三", "equal"},
		{"张三〈外出〉", "张三", "equal"},
		{"张三｛外出｝", "张三", "equal"},
		{"Ａnna", "Anna", "equal"},
		{"章三", "张三", "similar"},     // same pinyin without tones
		{"章珊", "张三", "different"},   // zhang shan is not zhang san
		{"欧阳秀", "欧阳修", "similar"},   // one rune edited, same pinyin
		{"张三丰", "张三", "similar"},    // one rune inserted
		{"张三丰", "张丰", "similar"},    // one rune deleted in the middle
		{"张三", "三张", "different"},   // exchanged is two edits
		{"张三丰", "李三峰", "different"}, // two edits
		{"张", "李", "different"},     // no name of two runes
		{"张章", "章张", "similar"},     // two edits, but one sound
		{"", "张三", "different"},
		{"", "", "equal"},
		{"\uE863小力", "䶮小力", "equal"},        // 䶮 was private in GBK
		{"张\uE831", "张\U000215D7", "equal"}, // and so is this one in GB 18030
		{"\uE000", "\uE001", "different"},   // nobody knows these
		{"Anna李", "Annb李", "similar"},
		{"anna", "ANNA", "different"}, // letters are compared as they stand
	} {
		if got := compareNames(c.a, c.b); got != c.want {
			t.Errorf("compareNames(%q, %q) = %s, want %s", c.a, c.b, got, c.want)
		}
		if got := compareNames(c.b, c.a); got != c.want {
			t.Errorf("compareNames(%q, %q) = %s, want %s", c.b, c.a, got, c.want)
		}
	}
}
