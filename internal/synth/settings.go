package synth

import "fmt"

// settings is a bidui.yaml that reads the plan's feeds.
func settings(p Plan) []byte {
	months := func(from, through fmt.Stringer) string {
		return fmt.Sprintf("{from: %s, through: %s}", from, through)
	}
	window, midYear := p.window(), p.midYear()
	return fmt.Appendf(nil, `# Synthetic data as of %s; nobody in it exists. 虚构数据，无真实人员
timezone: Asia/Shanghai
store: sqlite:bidui.db
feeds:
  households: {from: households.csv}
  members:    {from: members.csv}
  villages:   {from: villages.csv}
  dibao:      {from: dibao.csv}
  tekun:      {from: tekun.csv}
  water:      {from: water.csv}
jobs:
  assistance:
    window: %s
    mid_year: %s
`, p.AsOf, months(window.From, window.Through), months(midYear.From, midYear.Through))
}
