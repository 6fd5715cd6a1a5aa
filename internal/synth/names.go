package synth

// name is a person's name in the parts that it was drawn in; second may be empty.
type name struct{ family, first, second string }

func (n name) append(b []byte) []byte {
	b = append(b, n.family...)
	b = append(b, n.first...)
	return append(b, n.second...)
}

// String is the name as it is written.
func (n name) String() string { return n.family + n.first + n.second }

var (
	families = []string{
		"李", "王", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗",
		"梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕",
		"苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛", "叶", "阎", "余", "潘", "杜", "戴", "夏", "钟", "汪", "田", "任", "姜",
		"范", "方", "石", "姚", "谭", "廖", "邹", "熊", "金", "陆", "郝", "孔", "白", "崔", "康", "毛", "邱", "秦", "江", "史",
		"顾", "侯", "邵", "孟", "龙", "万", "段", "雷", "钱", "汤", "尹", "黎", "易", "常", "武", "乔", "贺", "赖", "龚", "文",
		"欧阳", "单", "仇", "肖", "银", "奉", "回", "卿", "阳", "申",
	}
	maleNames = []string{
		"伟", "强", "军", "勇", "杰", "涛", "明", "超", "刚", "平", "辉", "鹏", "华", "飞", "波", "斌", "宇", "浩", "凯", "健",
		"俊", "帆", "志", "建", "国", "文", "德", "忠", "义", "孝", "友", "求", "光", "松", "柏", "云", "海", "江", "河", "山",
		"金", "银", "富", "贵", "祥", "瑞", "喜", "庆", "福", "寿", "康", "宁", "和", "顺", "生", "林", "清", "正", "方", "新",
		"喆", "堃", "翀", "镕", "犇",
	}
	femaleNames = []string{
		"芳", "娜", "敏", "静", "秀", "娟", "英", "华", "慧", "巧", "美", "淑", "惠", "珠", "翠", "雅", "芝", "玉", "萍", "红",
		"娥", "玲", "芬", "燕", "彩", "春", "菊", "兰", "凤", "洁", "梅", "琳", "素", "云", "莲", "真", "环", "雪", "荣", "爱",
		"妹", "霞", "香", "月", "莺", "媛", "艳", "瑞", "凡", "佳", "嘉", "琼", "勤", "珍", "贞", "莉", "桂", "娣", "叶", "璧",
		"淼", "珺", "垚", "燚", "旻",
	}
	minorityNames = []name{
		{"买买提", "·", "艾力"}, {"阿依", "·", "古丽"}, {"吐尔逊", "·", "买买提"}, {"热合曼", "·", "依明"}, {"帕提曼", "·", "库尔班"},
	}
)

// givenName completes a family name; one given name in three has a single character.
func givenName(d *dice, family string, male bool) name {
	given := femaleNames
	if male {
		given = maleNames
	}
	n := name{family: family, first: one(d, given)}
	if d.percent(68) {
		n.second = one(d, given)
	}
	return n
}

// misspelt is the name with another last character, as a clerk may hear it.
func (n name) misspelt(d *dice) name {
	last := &n.first
	if n.second != "" {
		last = &n.second
	}
	*last = otherThan(d, maleNames, *last)
	return n
}

// another is a name that shares no character at its place with n.
func (n name) another(d *dice) name {
	n.family = otherThan(d, families, n.family)
	n.first = otherThan(d, femaleNames, n.first)
	if n.second != "" {
		n.second = otherThan(d, femaleNames, n.second)
	}
	return n
}

func otherThan(d *dice, list []string, word string) string {
	for {
		if other := one(d, list); other != word {
			return other
		}
	}
}
