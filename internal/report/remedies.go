package report

import (
	"cmp"

	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/table"
)

// remedy says what a right cell looks like, to the person who must mend the file.
type remedy struct {
	always string            // whatever the field
	of     map[string]string // by field, where there is more to say
}

// remedies has one for each of reasons.
var remedies = map[string]remedy{
	resident.Pseudo.String(): {always: "999999开头的是虚拟号码：请按身份证原件填写18位公民身份号码"},
	resident.Damaged.String(): {always: "18位号码被存成数字而丢失末位：请把该列设为“文本”，按原件补正后重新导出", of: map[string]string{
		"household_id": roundedCode, "member_id": roundedCode, "area_code": roundedCode, "benefit_no": roundedCode,
	}},
	resident.Masked.String(): {always: "号码被遮盖（含*），无法比对：请提供完整的18位号码"},
	resident.Length.String(): {always: "应为18位公民身份号码（一代证15位，残疾人证20或22位）：请核对身份证原件", of: map[string]string{
		"area_code": "应为6位（县）、9位（乡镇）或12位（村）数字的区划代码，如 430524100200",
	}},
	resident.Character.String(): {always: "应为17位数字加1位数字或X，不含其他字符：请核对身份证原件"},
	resident.Region.String():    {always: "前两位应为省级代码，如湖南43：请核对身份证原件"},
	resident.BirthDate.String(): {always: "第7至14位应为实有的出生日期，如19800101，不晚于比对基准日：请核对身份证原件"},
	resident.Checksum.String():  {always: "校验码不符，号码中至少有一位有误：请核对身份证原件"},

	table.ReasonMissing: {always: "必填，不能为空：请补填", of: map[string]string{
		"id_number":    "必填：请按身份证原件填写18位公民身份号码",
		"head_id":      "必填：请按户主身份证原件填写18位公民身份号码，或填写户编号",
		"name":         "必填：请按身份证原件填写姓名",
		"household_id": "必填：请填写建档立卡系统中的户编号",
		"member_id":    "必填：请填写建档立卡系统中的人编号",
		"area_code":    "必填：请填写12位行政村代码",
		"village":      "必填：请填写行政村名称",
		"month":        "必填：请填写发放年月，如 2018-05",
		"start":        "必填：请填写救助起始年月，如 2018-05",
	}},
	table.ReasonWord: {always: "应填写规定的用语：请核对填表说明", of: map[string]string{
		"safe_water":     "应为“是”或“否”",
		"water_hardship": "应为“是”或“否”",
		"poor_village":   "应为“是”或“否”",
		"covered":        "应为“是”或“否”（空白视为“是”）",
		"dibao":          "应为“是”“否”，或“农村低保”“城市低保”“未享受”",
		"tekun":          "应为“是”“否”，或“农村特困”“城市特困”“未享受”",
		"quantity":       indicatorWords,
		"quality":        indicatorWords,
		"convenience":    indicatorWords,
		"reliability":    indicatorWords,
		"verdict":        "应为“安全”“基本安全”或“不安全”",
	}},
	table.ReasonMonth: {always: "应为年月，如 2018-05、201805、2018年5月", of: map[string]string{
		"identified": "应为年月或年份，如 2018-05、201805、2018年5月、2018",
	}},
	table.ReasonDate: {always: "应为日期，如 2018-05-31、20180531、2018年5月31日", of: map[string]string{
		"exit_year": "应为年份，如 2018",
	}},
	table.ReasonFuture:    {always: "日期不应晚于比对基准日：请核对"},
	table.ReasonNumber:    {always: "应为人数，填整数，如 4"},
	table.ReasonOrder:     {always: "终止年月不应早于起始年月：请核对这两栏"},
	table.ReasonCode:      {always: "应为6、9或12位数字的区划代码，村为12位，如 430524100200：请把该列设为“文本”后填写"},
	table.ReasonDuplicate: {always: "编号不应重复：请核对，删去重复的行，或更正编号"},
	table.ReasonCutOff:    {always: "本行填写的保障对象应与保障人口数一样多：请补填其余人员，或更正保障人口数"},

	table.ReasonFormula: {always: "公式没有算出结果（如 #N/A、#REF!）：请改填实际的值，再导出"},
	table.ReasonTooLong: {always: "只应填写本栏的内容：请删去多余的文字"},
}

const roundedCode = "编号被存成数字而只剩前几位：请把该列设为“文本”，按原件补正后重新导出"

const indicatorWords = "应为“达标”“基本达标”或“不达标”"

// remedyOf is what to do about a reason in a field.
func remedyOf(reason, field string) string {
	r := remedies[reason]
	return cmp.Or(r.of[field], r.always, "请核对原始资料后更正")
}
