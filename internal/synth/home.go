package synth

import (
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/resident"
)

// home is a household with all that any file says of it.
type home struct {
	household
	members []member
	dibao   []award
	tekun   []award
	water   []reading
	planted string // the kind of the discrepancy planted here, if any
}

// household mirrors a row of the registry's households.
type household struct {
	id         int
	village    *village
	head       resident.Key // as the households table has it; 0 is blank
	attribute  string
	status     string
	exitYear   int // 0 is blank
	identified period.Month
	safeWater  string
	hardship   string
	size       int
	phone      int
}

// member mirrors a row of the registry's members.
type member struct {
	home      int // the id of the household
	number    int // within the household, from 1
	household int // the id of the household that the row names, home unless planted otherwise
	name      name
	key       resident.Key
	written   string // what stands for key where that is not the number itself
	document  string
	male      bool
	relation  string
	dibao     string
	tekun     string
	state     string
	left      period.Date // when a member died or moved
	school    string
	education string
	health    string
	labour    string
}

func (m *member) active() bool { return m.state == stateActive }

// award mirrors a row of the dibao or tekun roster. Tekun rows have no benefit
// number, sizes and category, dibao rows no mode.
type award struct {
	home     *home
	member   int // index of the member who is paid; -1: nobody of the registry
	name     name
	key      resident.Key
	head     resident.Key
	benefit  int
	size     int // 0 is blank
	covered  int // 0 is blank
	category string
	mode     string
	spell    spell
}

// spell is the months paid, both ends included; an unknown through is "still paid".
type spell struct{ from, through period.Month }

// reading mirrors a row of the water bureau's assessment.
type reading struct {
	home                                      *home
	quantity, quality, convenience, assurance string
	verdict                                   string
	assessed                                  period.Date
}

// Words of the registry, as its dictionary has them.
const (
	yes, no = "是", "否"

	attributeGeneral = "一般贫困户"
	attributeFarm    = "一般农户"
	attributeDibao   = "低保贫困户"
	attributeTekun   = "特困供养贫困户"

	statusLifted   = "已脱贫"
	statusUnlifted = "未脱贫"

	stateActive = "正常"
	stateDead   = "死亡"
	stateMoved  = "迁出"

	relationHead  = "户主"
	relationOther = "其他"

	documentID       = "居民身份证"
	documentCard     = "残疾人证"
	documentPassport = "护照"

	healthy         = "健康"
	healthChronic   = "长期慢性病"
	healthIll       = "患有大病"
	healthDisabled  = "残疾"
	labourOrdinary  = "普通劳动力"
	labourSkilled   = "技能劳动力"
	labourWeak      = "弱劳动力或半劳动力"
	labourNone      = "无劳动力"
	labourForfeited = "丧失劳动力"
)
