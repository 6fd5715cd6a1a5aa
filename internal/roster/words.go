package roster

import (
	"strings"

	"github.com/bidui/bidui/internal/table"
)

// Words is the dictionary of the rosters' cells: word → what it means. What an
// indicator says is kept as the verdict that it alone would give.
type Words struct {
	YesNo     map[string]table.Answer // of covered
	Indicator map[string]Verdict
	Verdict   map[string]Verdict
	Left      map[string]bool // in a pupil's status: whether whoever has the word in it has left school; see left
}

// DefaultWords is the built-in dictionary.
func DefaultWords() Words {
	covered := table.YesNo()
	for _, word := range []string{"保障对象", "是保障对象"} {
		covered[word] = table.Yes
	}
	for _, word := range []string{"非保障对象", "不是", "不是保障对象", "非", "不保障", "未保障"} {
		covered[word] = table.No
	}
	return Words{
		YesNo: covered,
		Indicator: map[string]Verdict{
			"达标": Safe, "符合": Safe, "符合要求": Safe, "合格": Safe, "√": Safe, "是": Safe, "安全": Safe,
			"基本达标": Basic, "基本符合": Basic, "基本合格": Basic,
			"不达标": Unsafe, "不符合": Unsafe, "不符合要求": Unsafe, "不合格": Unsafe, "×": Unsafe, "否": Unsafe,
		},
		Left:    map[string]bool{"退学": true, "休学": true, "毕业": true, "毕业班": false, "毕业年级": false},
		Verdict: map[string]Verdict{"安全": Safe, "是": Safe, "基本安全": Basic, "不安全": Unsafe, "否": Unsafe},
	}
}

func (w *Words) indicator(r *table.Record, field int) Verdict {
	return lookUp(r, field, w.Indicator)
}

func (w *Words) verdict(r *table.Record, field int) Verdict { return lookUp(r, field, w.Verdict) }

// covered reads whether the person is covered, with a note in brackets behind it
// or not: 否（已停保）. Blank is Unknown, and so is a word that is not known, which
// is a reject.
func (w *Words) covered(r *table.Record, field int) table.Answer {
	if answer, ok := r.Recall(field); ok {
		return table.Answer(answer)
	}
	word := r.Word(field)
	if word == "" {
		return table.Unknown
	}
	answer, ok := w.YesNo[word]
	if !ok {
		word = strings.ToLower(table.CleanCode(word))
		if bare, _, noted := strings.Cut(word, "("); noted && strings.HasSuffix(word, ")") {
			word = bare
		}
		answer, ok = w.YesNo[word]
	}
	if !ok {
		r.Reject(field, table.ReasonWord)
		return table.Unknown
	}
	r.Remember(field, uint8(answer))
	return answer
}

// left says whether a pupil's status tells that the pupil left. A word that says
// the contrary, such as 复学, prevails wherever it stands; one that has the
// other in it, such as 毕业班, over that one alone.
func (w *Words) left(status string) bool {
	left := false
	for word, leaves := range w.Left {
		switch {
		case !strings.Contains(status, word):
		case leaves:
			left = left || w.leftBy(word, status)
		case !w.narrows(word):
			return false
		}
	}
	return left
}

// leftBy says whether a leaving word stands in status other than in a longer
// one that says the contrary.
func (w *Words) leftBy(word, status string) bool {
	for longer, leaves := range w.Left {
		if !leaves && strings.Contains(longer, word) {
			status = strings.ReplaceAll(status, longer, "")
		}
	}
	return strings.Contains(status, word)
}

// narrows says whether some leaving word stands in a word that says the contrary.
func (w *Words) narrows(contrary string) bool {
	for word, leaves := range w.Left {
		if leaves && strings.Contains(contrary, word) {
			return true
		}
	}
	return false
}

// lookUp reads a cell by words; blank is Unassessed, other words are a reject.
func lookUp(r *table.Record, field int, words map[string]Verdict) Verdict {
	if verdict, ok := r.Recall(field); ok {
		return Verdict(verdict)
	}
	text := r.Word(field)
	if text == "" {
		return Unassessed
	}
	verdict, ok := words[text]
	if !ok {
		r.Reject(field, table.ReasonWord)
		return Unassessed
	}
	r.Remember(field, uint8(verdict))
	return verdict
}
