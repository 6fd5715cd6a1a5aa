package rules

// What kinds rest on, named once.
var (
	onDibao   = []string{"households", "members", "dibao"}
	onRosters = []string{"households", "members", "dibao", "tekun"}
	onMembers = []string{"households", "members"}
	onHomes   = []string{"households"}
	onWater   = []string{"households", "members", "water"}
	onTeams   = []string{"households", "members", "villages", "work_teams"}
	onPhones  = []string{"work_teams", "helpers"}
)

const (
	answer2  = "省扶贫办2018-11-29答复第2条：2017年10月至2018年9月任一月享受低保的标注“是”；户内有低保的为低保贫困户，兼有特困的为特困供养贫困户"
	answer3  = "省扶贫办2018-11-29答复第3条：县扶贫办与水利部门逐户核对，2018-12-10前改正每户饮水安全指标"
	answer8  = "省扶贫办2018-11-29答复第8条：多人户中的单个低保人口不得单独纳入建档立卡"
	answer15 = "省扶贫办2018-11-29答复第1、5条：遗漏成员走补录；年中新识别户遗漏的走新识别（人员调整）"
	answer9  = "省扶贫办2018-11-29答复第9条：数据质量纳入考核"
	answer4  = "省扶贫办2018-11-29答复第4条：2018-12-10下发问题清单，县级清洗数据"
	answer6  = "省扶贫办2018-11-29答复第6条：贫困村和贫困人口100人以上的村派驻工作队，每户有帮扶责任人，电话完整准确"
	answer7  = "省扶贫办2018-11-29答复第7条：义务教育阶段未上学须填真实原因，“提前毕业”（约15岁）、“推迟上学”（约7岁）为新增选项"
	gb11643  = "GB 11643-1999《公民身份号码》"
)

// The kinds, by the order of the jobs and of the contract's tables.
var (
	DibaoUnmarked = &Kind{Name: "dibao_unmarked", Job: Assistance, Agency: "civil", Title: "应标未标低保", English: "Dibao not marked",
		Source: answer2, Advice: "核对民政低保名册，属实的将“是否享受低保”改为“是”",
		Feeds: onDibao, Proposal: CorrectRegistry}
	DibaoUnsupported = &Kind{Name: "dibao_unsupported", Job: Assistance, Agency: "civil", Title: "低保标注无依据", English: "Dibao mark without evidence",
		Source: answer2, Advice: "请民政核实该人窗口期内是否享受低保；确未享受的改为“否”",
		Feeds: onDibao, Absence: []string{"dibao"}, Proposal: ReferAgency}
	AttributeWrong = &Kind{Name: "attribute_wrong", Job: Assistance, Agency: "civil", Title: "贫困户属性错误", English: "Household attribute wrong",
		Source: answer2, Advice: "按户内低保、特困情况改正贫困户属性",
		Feeds: onRosters, Proposal: CorrectRegistry}
	AttributeUnsupported = &Kind{Name: "attribute_unsupported", Job: Assistance, Agency: "civil", Title: "属性无依据", English: "Household attribute without evidence",
		Source: answer2, Advice: "请民政核实户内成员低保、特困情况；均无的改为一般贫困户",
		Feeds: onRosters, Absence: []string{"members", "dibao", "tekun"}, Proposal: ReferAgency}
	DibaoTekunOverlap = &Kind{Name: "dibao_tekun_overlap", Job: Assistance, Agency: "civil", Title: "低保特困同月", English: "Dibao and tekun in one month",
		Source: "国发〔2016〕14号：特困供养与低保不重复享受", Advice: "退回民政核实，停发其中一项",
		Feeds: onRosters, Proposal: ReferAgency}
	PaidAfterDeath = &Kind{Name: "paid_after_death", Job: Assistance, Agency: "civil", Title: "死亡仍享受", English: "Paid after death",
		Source: "社会救助动态管理要求；" + answer9, Advice: "核实死亡时间；属实的请民政停发，登记有误的改正人员状态",
		Feeds: onRosters, Proposal: ReferAgency}
	MemberMissing = &Kind{Name: "member_missing", Job: Assistance, Agency: "civil", Title: "疑似漏录家庭成员", English: "Household member missing",
		Source: answer15, Advice: "入户核实是否共同生活；属实的按办理路径补录或新识别（人员调整）",
		Feeds: onRosters, Absence: []string{"households", "members"}, Proposal: Supplement}
	SingleDibaoExcluded = &Kind{Name: "single_dibao_excluded", Job: Assistance, Agency: "civil", Title: "单个低保人口不得单独纳入", English: "Single dibao person, not to be registered alone",
		Source: answer8, Advice: "不得单独录入；仅作提示",
		Feeds: onRosters, Absence: []string{"households", "members"}, Proposal: NoAction}
	HouseholdUnregistered = &Kind{Name: "household_unregistered", Job: Assistance, Agency: "civil", Title: "整户救助未建档", English: "Assisted household not registered",
		Source: answer8, Advice: "仅作提示；符合识别条件的按程序识别",
		Feeds: onRosters, Absence: []string{"households", "members"}}
	ShouldBeCovered = &Kind{Name: "should_be_covered", Job: Assistance, Agency: "civil", Title: "疑似应保未保", English: "Possibly entitled, not covered",
		Source: "民发〔2018〕90号：符合条件的贫困人口按程序纳入低保", Advice: "移送民政核实是否符合低保或特困条件",
		Feeds: onRosters, Absence: []string{"dibao", "tekun"}, Proposal: ReferAgency}
	NameDiffers = &Kind{Name: "name_differs", Job: Assistance, Agency: "civil", Title: "姓名不一致", English: "Name differs",
		Source: gb11643 + "；" + answer9, Advice: "以户口簿、身份证为准，改正有误的一方",
		Feeds: onRosters, Proposal: CorrectRegistry}
	IDSuspected = &Kind{Name: "id_suspected", Job: Assistance, Agency: "civil", Title: "疑似证件号错误", English: "ID number suspected wrong",
		Source: gb11643 + "；" + answer9, Advice: "核对户口簿、身份证，改正有误的一方；改正后按新号码重新比对",
		Feeds: onRosters, Absence: []string{"households", "members"}, IDs: true, Proposal: CorrectRegistry}

	IDInvalid = &Kind{Name: "id_invalid", Job: Registry, Agency: "registry", Title: "登记证件号有误", English: "ID number invalid",
		Source: gb11643, Advice: "以户口簿、身份证为准改正证件号码",
		Feeds: onMembers, IDs: true, Proposal: CorrectRegistry}
	IDDuplicate = &Kind{Name: "id_duplicate", Job: Registry, Agency: "registry", Title: "登记证件号重复", English: "ID number on several members",
		Source: gb11643, Advice: "核实是否重复录入；重复的清退其一，错号的改正",
		Feeds: onMembers}
	MemberOrphaned = &Kind{Name: "member_orphaned", Job: Registry, Agency: "registry", Title: "人员无户", English: "Member without household",
		Source: answer9, Advice: "核实户编号；户已清退的，人员一并处理",
		Feeds: onMembers, Absence: []string{"households"}, Proposal: CorrectRegistry}
	HouseholdEmpty = &Kind{Name: "household_empty", Job: Registry, Agency: "registry", Title: "户内无人", English: "Household without members",
		Source: answer9, Advice: "核实户内成员；整户消亡的按程序清退",
		Feeds: onMembers, Absence: []string{"members"}}
	HeadIDDiffers = &Kind{Name: "head_id_differs", Job: Registry, Agency: "registry", Title: "户主证件号不一致", English: "Head's ID differs",
		Source: answer9, Advice: "核对户主，改正户表或人员表的证件号码",
		Feeds: onMembers, IDs: true, Proposal: CorrectRegistry}
	HeadCountWrong = &Kind{Name: "head_count_wrong", Job: Registry, Agency: "registry", Title: "户主不唯一", English: "Not exactly one head",
		Source: answer9, Advice: "核对与户主关系，每户保留一名户主",
		Feeds: onMembers, Absence: []string{"members"}, Proposal: CorrectRegistry}

	WaterUnmarked = &Kind{Name: "water_unmarked", Job: Water, Agency: "water", Title: "饮水标注为空", English: "Safe water not marked",
		Source: answer3, Advice: "按水利部门评价结论填写“是否解决安全饮用水”",
		Feeds: onWater, Proposal: CorrectRegistry}
	WaterMarkedSafe = &Kind{Name: "water_marked_safe", Job: Water, Agency: "water", Title: "标安全实不安全", English: "Marked safe, assessed unsafe",
		Source: answer3, Advice: "入户核实水量、水质、方便程度、保证率；属实的改为“否”并纳入整改",
		Feeds: onWater, Proposal: CorrectRegistry}
	WaterMarkedUnsafe = &Kind{Name: "water_marked_unsafe", Job: Water, Agency: "water", Title: "标不安全实安全", English: "Marked unsafe, assessed safe",
		Source: answer3, Advice: "核对水利部门评价结论；属实的改为“是”",
		Feeds: onWater, Proposal: CorrectRegistry}
	WaterNoRecord = &Kind{Name: "water_no_record", Job: Water, Agency: "water", Title: "水利无记录", English: "No water assessment",
		Source: answer3, Advice: "请水利部门补充评价",
		Feeds: onWater, Absence: []string{"members", "water"}, Proposal: ReferAgency}
	WaterVerdictConflict = &Kind{Name: "water_verdict_conflict", Job: Water, Agency: "water", Title: "结论与指标矛盾", English: "Verdict contradicts indicators",
		Source: "T/CHES 18-2018《农村饮水安全评价准则》：四项指标有一项不达标即不安全", Advice: "退回水利部门复核评价结论",
		Feeds: onWater, Proposal: ReferAgency}
	WaterFlagsContradict = &Kind{Name: "water_flags_contradict", Job: Water, Agency: "water", Title: "困难与安全同为是", English: "Hardship and safe both marked",
		Source: answer3, Advice: "核实后改正“饮水是否困难”或“是否解决安全饮用水”",
		Feeds: onHomes, Proposal: CorrectRegistry}
	WaterRowsDisagree = &Kind{Name: "water_rows_disagree", Job: Water, Agency: "water", Title: "多条记录不一致", English: "Water rows disagree",
		Source: answer3, Advice: "请水利部门确认以哪条记录为准",
		Feeds: onWater, Proposal: ReferAgency}

	TeamMissing = &Kind{Name: "team_missing", Job: Contacts, Agency: "registry", Title: "驻村工作队缺失", English: "No work team",
		Source: answer6, Advice: "补录驻村工作队；未派驻的按要求派驻",
		Feeds: onTeams, Absence: []string{"work_teams"}, Proposal: CorrectRegistry}
	HelperMissing = &Kind{Name: "helper_missing", Job: Contacts, Agency: "registry", Title: "帮扶责任人缺失", English: "No helper",
		Source: answer6, Advice: "落实并补录帮扶责任人",
		Feeds: []string{"households", "helpers"}, Absence: []string{"helpers"}, Proposal: CorrectRegistry}
	PhoneMissing = &Kind{Name: "phone_missing", Job: Contacts, Agency: "registry", Title: "电话为空", English: "Phone missing",
		Source: answer6, Advice: "补录联系电话", Feeds: onPhones, Proposal: CorrectRegistry}
	PhoneInvalid = &Kind{Name: "phone_invalid", Job: Contacts, Agency: "registry", Title: "电话无效", English: "Phone invalid",
		Source: answer6, Advice: "核对并改正联系电话", Feeds: onPhones, Proposal: CorrectRegistry}
	PhoneShared = &Kind{Name: "phone_shared", Job: Contacts, Agency: "registry", Title: "电话多人共用", English: "Phone shared",
		Source: answer6, Advice: "核对是否填错；各填本人电话", Feeds: onPhones, Proposal: CorrectRegistry}

	AbsenceUnexplained = &Kind{Name: "absence_unexplained", Job: Schooling, Agency: "education", Title: "未上学无原因", English: "Absence unexplained",
		Source: answer7, Advice: "入户核实，在校的改正在校生状况，未上学的填写真实原因并劝返", Feeds: onMembers, Proposal: CorrectRegistry}
	AbsenceImplausible = &Kind{Name: "absence_implausible", Job: Schooling, Agency: "education", Title: "未上学原因不合理", English: "Absence implausible",
		Source: answer7, Advice: "核实未上学原因、年龄、健康状况，改正有误的一项", Feeds: onMembers, Proposal: CorrectRegistry}
	EnrolmentUnmarked = &Kind{Name: "enrolment_unmarked", Job: Schooling, Agency: "education", Title: "学籍在读登记未在校", English: "Enrolled, registered as out of school",
		Source: answer7, Advice: "核对学籍，在读的改正在校生状况", Feeds: []string{"households", "members", "enrolment"}, Proposal: CorrectRegistry}
	EnrolmentMissing = &Kind{Name: "enrolment_missing", Job: Schooling, Agency: "education", Title: "登记在校无学籍", English: "Registered in school, not enrolled",
		Source: answer7, Advice: "请教育部门核实学籍（含外地就读）", Feeds: []string{"households", "members", "enrolment"}, Absence: []string{"enrolment"}, Proposal: ReferAgency}

	ExitDoubtful = &Kind{Name: "exit_doubtful", Job: Exits, Agency: "registry", Title: "脱贫质量存疑", English: "Exit doubtful",
		Source: answer9, Advice: "核查脱贫是否真实；不达标的整改或按程序回退", Feeds: onWater}

	IssuedProblem = &Kind{Name: "issued_problem", Job: Issued, Agency: "province", Title: "省下发问题", English: "Issued problem",
		Source: answer4, Advice: "按清单逐条核实整改", Feeds: []string{"issued"}}
)

// Kinds is the closed list of all kinds.
var Kinds = []*Kind{
	DibaoUnmarked, DibaoUnsupported, AttributeWrong, AttributeUnsupported, DibaoTekunOverlap, PaidAfterDeath,
	MemberMissing, SingleDibaoExcluded, HouseholdUnregistered, ShouldBeCovered, NameDiffers, IDSuspected,
	IDInvalid, IDDuplicate, MemberOrphaned, HouseholdEmpty, HeadIDDiffers, HeadCountWrong,
	WaterUnmarked, WaterMarkedSafe, WaterMarkedUnsafe, WaterNoRecord, WaterVerdictConflict, WaterFlagsContradict, WaterRowsDisagree,
	TeamMissing, HelperMissing, PhoneMissing, PhoneInvalid, PhoneShared,
	AbsenceUnexplained, AbsenceImplausible, EnrolmentUnmarked, EnrolmentMissing,
	ExitDoubtful, IssuedProblem,
}
