package resident_test

import (
	"testing"

	"github.com/bidui/bidui/internal/resident"
)

func BenchmarkParseID(b *testing.B) {
	for _, c := range []struct{ name, text string }{
		{"clean", good},
		{"X", "11010519491231002X"},
		{"quoted", "'" + good},
		{"formula", `="` + good + `"`},
		{"fullwidth", wide(good)},
		{"fifteen", "430599900101001"},
		{"card", good + "43"},
		{"scientific", "4.30599E+17"},
		{"missing", "无"},
	} {
		asOf := day(b, 2018, 11, 29)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				resident.ParseID(c.text, asOf)
			}
		})
	}
}

func BenchmarkCompareNames(b *testing.B) {
	for _, c := range []struct{ name, a, b string }{
		{"equal", "张三丰", string([]byte("张三丰"))},
		{"noted", "张三丰", "张三丰（户主）"},
		{"pinyin", "张三丰", "章散风"},
		{"edited", "张三丰", "张三峰"},
		{"different", "张三丰", "李四光"},
		{"heteronyms", "单曾查", "增查单"},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				resident.CompareNames(c.a, c.b)
			}
		})
	}
}

func BenchmarkCleanName(b *testing.B) {
	for b.Loop() {
		resident.CleanName("欧阳小明")
	}
}

func BenchmarkKeyAppendTo(b *testing.B) {
	key := resident.ParseID(good, 0).Key
	buf := make([]byte, 0, 18)
	for b.Loop() {
		buf = key.AppendTo(buf[:0])
	}
}
