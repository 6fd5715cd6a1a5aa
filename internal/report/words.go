package report

import (
	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/resident"
	"github.com/bidui/bidui/internal/rules"
	"github.com/bidui/bidui/internal/table"
)

// What our words are in Chinese, for those who never see the program's side of
// them. Tests read where the words are declared to prove that none is left out.
var (
	// statuses are those of discrepancies and of runs.
	statuses = map[string]string{
		ledger.StatusOpen:     "待处理",
		ledger.StatusResolved: "已销号",
		ledger.StatusWaived:   "已豁免",

		ledger.Running:   "运行中",
		ledger.Succeeded: "成功",
		ledger.Failed:    "失败",
	}

	severities = map[string]string{
		rules.Info.String():     "提示",
		rules.Low.String():      "低",
		rules.Medium.String():   "中",
		rules.High.String():     "高",
		rules.Critical.String(): "严重",
	}

	agencies = map[string]string{
		"registry":     "扶贫（乡村振兴）",
		"civil":        "民政",
		"water":        "水利",
		"education":    "教育",
		"organization": "组织",
		"province":     "省办",
	}

	// offices are whom corrections are sent to: in the name of a file, and in full.
	offices = map[string]struct{ short, full string }{
		"registry":     {"登记数据", "扶贫（乡村振兴）部门（登记数据，由本部门更正）"},
		"civil":        {"民政", "民政部门"},
		"water":        {"水利", "水利部门"},
		"education":    {"教育", "教育部门"},
		"organization": {"组织", "组织部门"},
		"province":     {"省办", "省扶贫（乡村振兴）部门"},
	}

	// feeds are what agencies send, in few characters: they name sheets.
	feeds = map[string]string{
		"households": "户信息",
		"members":    "家庭成员",
		"villages":   "行政村",
		"work_teams": "驻村工作队",
		"helpers":    "帮扶责任人",
		"dibao":      "低保",
		"tekun":      "特困",
		"water":      "饮水安全",
		"enrolment":  "学籍",
		"issued":     "省下发问题",
	}

	// doubts are what an exit is doubtful for.
	doubts = map[string]string{
		"water":     "饮水安全",
		"schooling": "义务教育",
	}

	// happenings are the events of a discrepancy's history.
	happenings = map[string]string{
		ledger.EventOpened:   "新增",
		ledger.EventChanged:  "变更",
		ledger.EventResolved: "销号",
		ledger.EventReopened: "重现",
		ledger.EventWaived:   "豁免",
		ledger.EventUnwaived: "豁免终止",
		ledger.EventNote:     "备注",
	}

	// triggers are what makes a run begin.
	triggers = map[string]string{
		"schedule": "定时",
		"manual":   "手动",
		"startup":  "启动时补跑",
	}

	// reasons are why a row or cell of a feed could not be used, said to the
	// person who must mend the file.
	reasons = map[string]string{
		resident.Missing.String():   "为空",
		resident.Pseudo.String():    "虚拟证件号",
		resident.Damaged.String():   "号码已损坏（科学计数法或末位变0）",
		resident.Masked.String():    "号码含*",
		resident.Length.String():    "号码位数不对",
		resident.Character.String(): "号码含非法字符",
		resident.Region.String():    "号码前两位不是省份",
		resident.BirthDate.String(): "号码中的出生日期不成立",
		resident.Checksum.String():  "号码校验位不符",

		table.ReasonWord:      "不认识的词",
		table.ReasonMonth:     "不是年月",
		table.ReasonDate:      "不是日期",
		table.ReasonFuture:    "日期晚于基准日",
		table.ReasonNumber:    "不是人数",
		table.ReasonOrder:     "终止早于起始",
		table.ReasonCode:      "不是区划代码",
		table.ReasonDuplicate: "编号重复，保留第一行",
		table.ReasonCutOff:    "填写的人数少于保障人口数",
		table.ReasonFormula:   "单元格为公式错误",
		table.ReasonTooLong:   "单元格内容过长",
	}

	// details are the keys of rules.Detail.
	details = map[string]string{
		"route":          "办理路径：supplement 补录，new_identification 新识别（人员调整）",
		"class":          "姓名差异：similar 相近，different 不同",
		"reason":         "号码的问题",
		"inferred":       "仅据特困名册推定",
		"outside_window": "名册中有此人，但不在窗口期内",
		"suspected":      "名册中有疑似此人而号码不同的记录",
		"difference": "两号的差别：substituted 错一位，transposed 相邻两位颠倒，missing 少一位，extra 多一位，" +
			"damaged 末几位损坏，head 无号码而户主相同",
		"position":        "差别在登记号码的第几位",
		"registry_number": "登记号码，已遮盖，方括号内为不同之处，_ 为缺位",
		"agency_number":   "部门号码，同样遮盖",
		"agency_name":     "部门名册中的姓名",
		"members":         "涉及的人编号",
		"people":          "村内贫困人口数",
		"ours":            "该对象另有的差异种类",
		"households":      "亲属所在户的户编号",
		"active":          "户内正常状态的人数",
		"due_on":          "清单规定的整改期限",
		"registry_origin": "登记数据出处：文件、工作表、行",
		"agency_origin":   "部门数据出处：文件、工作表、行",
		"other_origin":    "另一出处：同一方的另一行",
	}
)
