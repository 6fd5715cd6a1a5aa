package synth

// village is where a household lives. Counties are real, towns and villages invented.
type village struct {
	code               int // 12 digits
	county, town, name string
	poor               bool
}

// The characters that names of places are made of.
var (
	townHeads    = []rune("石龙大金桃白云清高长双三新荷岩麻竹马凤鸭司罗山六周横西北南滩")
	townTails    = []rune("溪江坪冲塘桥湾田洞洲岭门市铺江滩坡垅")
	villageHeads = []rune("上下大小新老前后东西井杨李梅柳枫樟茶油白红青黄黑鱼牛羊鹿鹤莲")
	villageTails = []rune("家院坳垅湾冲岭坪塘桥背边溪口坡田仓庙亭井园屋")
)

// villagesOf invents the villages of a plan, in the order of their county, town and number.
func villagesOf(p Plan) []village {
	villages := make([]village, 0, p.Counties*p.Towns*p.Villages)
	for c, county := range counties[:p.Counties] {
		for t := range p.Towns {
			kind := "镇"
			if t%3 == 2 {
				kind = "乡"
			}
			town := place(townHeads, townTails, c*p.Towns+t) + kind
			for v := range p.Villages {
				villages = append(villages, village{
					code:   county.code*million + (100+t)*1000 + 200 + v,
					county: county.name,
					town:   town,
					name:   place(villageHeads, villageTails, (c*p.Towns+t)*p.Villages+v) + "村",
					poor:   (t+v)%4 == 0,
				})
			}
		}
	}
	return villages
}

// place is the n-th name that can be made of a head and a tail; successive
// names differ in both, and none comes twice among several hundred.
func place(heads, tails []rune, n int) string {
	const stride = 7_919 // a prime that divides no number of names
	n = n * stride % (len(heads) * len(tails))
	return string([]rune{heads[n/len(tails)], tails[n%len(tails)]})
}
