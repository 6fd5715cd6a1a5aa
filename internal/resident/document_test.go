package resident_test

import (
	"testing"

	"github.com/bidui/bidui/internal/resident"
)

func TestIsOtherDocument(t *testing.T) {
	other := []string{
		"护照", "外国护照", "港澳居民来往内地通行证", "港澳台居民居住证", "香港身份证", "澳门居民身份证", "台湾居民来往大陆通行证", "台胞证",
		"外国人永久居留证", "外国人永久居留身份证", "外国人", "外籍", "其他", "其它", "其他证件", " 其 他 ", "\u3000护照\u3000",
		"军官证", "残疾军人证", "出生医学证明", "驾驶证", "港澳",
	}
	own := []string{
		"", " ", "\u3000", "居民身份证", "身份证", "户口簿", "残疾人证", " 居民身份证 ", "居民 身份证", "\uFEFF身份证", "二代身份证", "第二代居民身份证",
		"临时居民身份证", "居民户口簿", "户口本", "居民身份证(户口簿)", "居民身份证（户口簿）", "身份证/户口簿", "中华人民共和国残疾人证", "残疾证",
		"01", "1", "无", "无证件", "未办证", "暂无证件", "没有证件", "未知", "-",
	}
	for _, text := range other {
		if !resident.IsOtherDocument(text) {
			t.Errorf("%q is no other document", text)
		}
	}
	for _, text := range own {
		if resident.IsOtherDocument(text) {
			t.Errorf("%q is another document", text)
		}
	}
}
