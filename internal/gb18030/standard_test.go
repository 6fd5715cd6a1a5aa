package gb18030_test

import (
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/bidui/bidui/internal/gb18030"
)

// TestStandardCharactersArePublished reads the private characters as fonts for
// GBK have them: those of GBK's last 80 codes, and so on, in their order, each
// row beginning at the private character of its first.
func TestStandardCharactersArePublished(t *testing.T) {
	want := map[rune]rune{}
	for _, row := range []struct {
		from     rune
		standard string
	}{
		{0xE76C, "€"},
		{0xE78D, "︐︒︑︓︔︕︖︗︘︙"},
		{0xE7C7, "ḿǹ"},
		{0xE7E7, "〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻"},
		{0xE815, "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱"},
		{0xE83D, "䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"},
	} {
		for _, r := range row.standard {
			want[row.from] = r
			row.from++
		}
	}
	got := map[rune]rune{}
	for r := range rune(unicode.MaxRune + 1) {
		if standard := gb18030.Standard(r); standard != r {
			got[r] = standard
		}
	}
	if diff := cmp.Diff(want, got); diff != "" || len(got) != 106 {
		t.Errorf("%d characters have a standard one (-want +got):\n%s", len(got), diff)
	}
}

// The codes that GBK gives to the private characters from U+E815 on are, in GB
// 18030, those of the standard ones, but for six.
func TestStandardCharactersHaveTheCodesOfThePrivate(t *testing.T) {
	convert := gb18030.NewConverter()
	private, moved := rune(0xE815), 0
	for two := 0x50; two <= 0xA0; two++ {
		if two == 0x7F {
			continue
		}
		switch r := decoded(t, convert, 0xFE, byte(two)); r {
		case private:
		case gb18030.Standard(private):
			moved++
		default:
			t.Errorf("FE%X is %U, and %U stands for %U", two, r, private, gb18030.Standard(private))
		}
		private++
	}
	if private != 0xE865 || moved != 74 {
		t.Errorf("the last is %U; %d are standard", private-1, moved)
	}
}

func TestStandardCharactersAreNotPrivate(t *testing.T) {
	for r := range rune(unicode.MaxRune + 1) {
		standard := gb18030.Standard(r)
		if standard != r && (unicode.Is(unicode.Co, standard) || !unicode.Is(unicode.Co, r) || !unicode.IsGraphic(standard)) {
			t.Errorf("%U stands for %U", r, standard)
		}
	}
}
