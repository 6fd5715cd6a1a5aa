package synth

import "github.com/bidui/bidui/internal/period"

// What the water bureau writes of an indicator and of the whole.
const (
	meets  = "达标"
	nearly = "基本达标"
	fails  = "不达标"
	safe   = "安全"
	basic  = "基本安全"
	unsafe = "不安全"
)

// assess adds the household's row of the water assessment, which bears out its mark.
func (w *world) assess(h *home, d *dice) {
	r := reading{
		home:     h,
		assessed: dayIn(w.window.From+6+period.Month(d.below(6)), 1+d.below(28)),
	}
	switch {
	case h.safeWater == no:
		r.fail(d)
	case d.percent(25):
		r.set(basic, nearly)
		*r.indicator(d.below(4)) = meets
	default:
		r.set(safe, meets)
	}
	h.water = append(h.water, r)
}

// set gives the verdict and all four indicators.
func (r *reading) set(verdict, indicator string) {
	r.verdict = verdict
	for k := range 4 {
		*r.indicator(k) = indicator
	}
}

// fail makes water unsafe by one or two of the indicators.
func (r *reading) fail(d *dice) {
	r.set(unsafe, meets)
	*r.indicator(d.below(4)) = fails
	*r.indicator(d.below(4)) = fails
}

// indicator is the k-th of the four.
func (r *reading) indicator(k int) *string {
	return [...]*string{&r.quantity, &r.quality, &r.convenience, &r.assurance}[k]
}
