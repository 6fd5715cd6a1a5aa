package roster

import (
	"strings"

	"github.com/bidui/bidui/internal/table"
)

// Words is the dictionary of the rosters' cells: word → what it means. What an
// indicator says is kept as the verdict that it alone would give.
type Words struct {
	YesNo     map[string]table.Answer
	Indicator map[string]Verdict
	Verdict   map[string]Verdict
	Left      map[string]bool // in a pupil's status: whether whoever has the word in it has left school; false prevails
}

// DefaultWords is the built-in dictionary.
func DefaultWords() Words {
	return Words{
		YesNo: table.YesNo(),
		Indicator: map[string]Verdict{
			"达标": Safe, "符合": Safe, "符合要求": Safe, "合格": Safe, "√": Safe, "是": Safe, "安全": Safe,
			"基本达标": Basic, "基本符合": Basic, "基本合格": Basic,
			"不达标": Unsafe, "不符合": Unsafe, "不符合要求": Unsafe, "不合格": Unsafe, "×": Unsafe, "否": Unsafe,
		},
		Left:    map[string]bool{"退学": true, "休学": true, "毕业": true},
		Verdict: map[string]Verdict{"安全": Safe, "是": Safe, "基本安全": Basic, "不安全": Unsafe, "否": Unsafe},
	}
}

func (w *Words) indicator(r *table.Record, field int) Verdict {
	return lookUp(r, field, w.Indicator)
}

func (w *Words) verdict(r *table.Record, field int) Verdict { return lookUp(r, field, w.Verdict) }

// left says whether a pupil's status tells that the pupil left. A word that says
// the contrary, such as 复学, prevails wherever it stands.
func (w *Words) left(status string) bool {
	left := false
	for word, leaves := range w.Left {
		if !strings.Contains(status, word) {
			continue
		}
		if !leaves {
			return false
		}
		left = true
	}
	return left
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
