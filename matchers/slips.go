package matchers

// oneSlip says how two numbers differ where it takes one slip of the pen to
// turn one into the other and the longer has 18 characters: a character
// substituted, missing from own or extra in it, or two neighbours transposed.
// The position counts own's characters from 1.
func oneSlip(own, other string) (how string, position int) {
	a, b := []rune(own), []rune(other)
	if max(len(a), len(b)) != 18 {
		return "", 0
	}
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	switch {
	case len(a) == len(b) && i == len(a):
		return "", 0
	case len(a) == len(b) && string(a[i+1:]) == string(b[i+1:]):
		return "substituted", i + 1
	case len(a) == len(b) && i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && string(a[i+2:]) == string(b[i+2:]):
		return "transposed", i + 1
	case len(a)+1 == len(b) && string(a[i:]) == string(b[i+1:]):
		return "missing", i + 1
	case len(a) == len(b)+1 && string(a[i+1:]) == string(b[i:]):
		return "extra", i + 1
	}
	return "", 0
}

// sameStart says whether both numbers have 15 characters or more, the first 15
// of them the same.
func sameStart(own, other string) bool {
	a, b := []rune(own), []rune(other)
	return len(a) >= 15 && len(b) >= 15 && string(a[:15]) == string(b[:15])
}
