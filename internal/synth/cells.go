package synth

// The cells that more than one file has, or that more than one layout has.

func putHouseholdID(b []byte, h *home) []byte { return appendNumber(b, h.id) }
func putAreaCode(b []byte, h *home) []byte    { return appendNumber(b, h.village.code) }
func putCounty(b []byte, h *home) []byte      { return append(b, h.village.county...) }
func putTown(b []byte, h *home) []byte        { return append(b, h.village.town...) }
func putVillage(b []byte, h *home) []byte     { return append(b, h.village.name...) }
func putHeadName(b []byte, h *home) []byte    { return h.members[0].name.append(b) }
func putSize(b []byte, h *home) []byte        { return appendNumber(b, h.size) }

// putMemberID appends the number of the member's own household, whichever the
// row names, and two digits.
func putMemberID(b []byte, m *member) []byte { return append2(appendNumber(b, m.home), m.number) }

func putIDNumber(b []byte, m *member) []byte {
	if m.written != "" {
		return append(b, m.written...)
	}
	return m.key.AppendTo(b)
}

func putAwardName(b []byte, a *award) []byte { return a.name.append(b) }
func putAwardID(b []byte, a *award) []byte   { return a.key.AppendTo(b) }
func putAwardHead(b []byte, a *award) []byte { return a.head.AppendTo(b) }
func putBenefit(b []byte, a *award) []byte   { return appendNumber(b, a.benefit) }
func putAwardSize(b []byte, a *award) []byte { return appendCount(b, a.size) }
func putCovered(b []byte, a *award) []byte   { return appendCount(b, a.covered) }
func putCategory(b []byte, a *award) []byte  { return append(b, a.category...) }
func putMode(b []byte, a *award) []byte      { return append(b, a.mode...) }
func putFrom(b []byte, a *award) []byte      { return appendMonth(b, a.spell.from) }
func putThrough(b []byte, a *award) []byte   { return appendMonth(b, a.spell.through) }

func putWaterHead(b []byte, r *reading) []byte   { return r.home.members[0].key.AppendTo(b) }
func putQuantity(b []byte, r *reading) []byte    { return append(b, r.quantity...) }
func putQuality(b []byte, r *reading) []byte     { return append(b, r.quality...) }
func putConvenience(b []byte, r *reading) []byte { return append(b, r.convenience...) }
func putAssurance(b []byte, r *reading) []byte   { return append(b, r.assurance...) }

// signed puts an indicator that is met or failed as a tick or a cross.
func signed(put func([]byte, *reading) []byte) func([]byte, *reading) []byte {
	return func(b []byte, r *reading) []byte {
		start := len(b)
		b = put(b, r)
		switch string(b[start:]) {
		case meets:
			return append(b[:start], "√"...)
		case fails:
			return append(b[:start], "×"...)
		}
		return b
	}
}
