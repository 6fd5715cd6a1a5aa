package oracle

import (
	"fmt"
	"strings"
	"time"
)

// idCell writes a match key as some sheet might: mostly plain, sometimes
// wrapped or shortened, sometimes wrong.
func (g *generator) idCell(key string) string {
	switch {
	case g.messy():
		return g.wrongID(key)
	case g.messy():
		return g.wrappedID(key)
	}
	return key
}

// wrappedID is another way to write the same number.
func (g *generator) wrappedID(key string) string {
	switch g.r.IntN(10) {
	case 0:
		return strings.ToLower(key)
	case 1:
		return fullWidth(key)
	case 2:
		return "'" + key
	case 3:
		return `="` + key + `"`
	case 4:
		return key[:6] + " " + key[6:14] + "\u00a0" + key[14:] + "\u3000"
	case 5:
		return "\ufeff" + key[:10] + "\u200b" + key[10:]
	case 6:
		return key + g.pick("43", "1B") // a disability card
	case 7:
		return key + g.pick("4301", "B1A1")
	case 8:
		return "“" + key + "”"
	}
	if key[6:8] == "19" {
		return key[:6] + key[8:17] // the first generation had 15 digits
	}
	return key
}

// wrongID is a number that came to harm, for each reason of §2.
func (g *generator) wrongID(key string) string {
	switch g.r.IntN(14) {
	case 0, 1:
		return g.pick("", "", "无", "不详", "-", "－")
	case 2:
		return "999999" + key[6:]
	case 3:
		return key[:1] + "." + key[1:6] + g.pick("E+17", "e+17", "E17")
	case 4:
		return key[:15] + "000"
	case 5:
		return key[:6] + g.pick("********", "＊＊＊＊＊＊＊＊") + key[14:] + g.pick("", "", "43")
	case 6:
		return g.pick(key[:17], key[:15], key[:14], key+"1", key[:6])
	case 7:
		return strings.Replace(key, "0", "O", 1)
	case 8:
		return sealed(g.pick("009999", "169999") + key[6:17])
	case 9:
		return sealed(key[:6] + g.pick("19900230", "18991231", "20181101", "20991301", "19000000") + key[14:17])
	case 10:
		return key[:17] + g.pick("0", "5", "X") // mostly a broken checksum
	case 11:
		swapped := []byte(key) // two neighbours exchanged
		swapped[15], swapped[16] = swapped[16], swapped[15]
		return string(swapped)
	case 12:
		return key[:18] + "000"[:2*g.r.IntN(2)]
	}
	return key[:16] + g.pick("X0", "ＡB", "..")
}

// fullWidth writes ASCII as full-width characters.
func fullWidth(s string) string {
	return strings.Map(func(r rune) rune { return r - '!' + '！' }, s)
}

// nameCell writes a name as some sheet might.
func (g *generator) nameCell(name string) string {
	if !g.messy() {
		return name
	}
	switch g.r.IntN(8) {
	case 0:
		return strings.ReplaceAll(name, "·", g.pick("•", "・", "･", "‧", ".", "．", ""))
	case 1:
		return " " + strings.Join(strings.Split(name, ""), g.pick(" ", "\u3000", "\u00a0"))
	case 2:
		return name + g.pick("（已故）", "(外出)", "｛已故｝", "〈外出〉")
	case 3:
		return strings.NewReplacer("A", "Ａ", "n", "ｎ", "䶮", "\uE863", "\U000215D7", "\uE831").Replace(name)
	case 4:
		return g.pick("", name)
	case 5:
		return g.name()
	}
	return strings.NewReplacer("三", "叁", "四", "思", "五", "武", "六", "陆", "修", "秀", "力", "利", "尔", "耳", "李", "里").Replace(name)
}

// numberCell writes an opaque household or member number as some sheet might.
func (g *generator) numberCell(id string) string {
	if !g.chance(g.shape.Mess / 3) {
		return id
	}
	return g.pick("'"+id, `="`+id+`"`, " "+id+"\u3000", fullWidth(id))
}

// monthCell writes a month in any way that §1 reads.
func (g *generator) monthCell(m string) string {
	year, mm := m[:4], m[5:]
	first := time.Date(number(year), time.Month(number(mm)), 1, 0, 0, 0, 0, time.UTC)
	switch g.r.IntN(11) {
	case 0:
		return year + mm
	case 1:
		return year + "/" + mm
	case 2:
		return year + "." + mm
	case 3:
		return year + "年" + mm + "月"
	case 4:
		return fmt.Sprintf("%s年%d月", year, number(mm))
	case 5:
		return fmt.Sprintf("%s/%d/%d", year, number(mm), 1+g.r.IntN(28))
	case 6:
		return year + mm + g.pick("01", "15", "28")
	case 7:
		return fmt.Sprint(int(first.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours()/24) + g.r.IntN(28))
	case 8:
		return fullWidth(m)
	case 9:
		start := first.Add(-8 * time.Hour).Format("2006-01-02T15:04:05.000") // of its first day in China, in UTC
		return g.pick(m+"-09", m+"-09 00:00:00", start+"Z", start+"+0000")
	}
	return m
}

// noMonth is a cell in which no month can be read.
func (g *generator) noMonth() string {
	return g.pick("2017-13", "2017-02-30", "2017", "不详", "至今", "201713", "201", "20181", "2018 1")
}

// flagCell writes a yes/no answer in any way that §1 reads.
func (g *generator) flagCell(yes bool) string {
	switch {
	case g.messy():
		return g.pick("", "", "可能", "？", "2")
	case yes:
		return g.pick("是", "是", "有", "√", "Y", "1", "true", "Ｙ", " 是 ")
	}
	return g.pick("否", "否", "无", "×", "N", "0", "false", "０", `="否"`)
}
