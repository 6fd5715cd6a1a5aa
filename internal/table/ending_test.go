package table_test

import (
	"strings"
	"testing"

	"github.com/bidui/bidui/internal/table"
)

func TestTextCutOffWithinARow(t *testing.T) {
	const whole = "1|张三|430599199001010010|201710|3|审核通过|\n"
	for name, c := range map[string]struct {
		rows string
		cut  int
	}{
		"all cells":               {whole + "2|李四|430599199001010028|201710|3||", 0},
		"a line break":            {whole + "2|李四|430599199001010028\n", 0},
		"in a number":             {whole + "2|李四|4305991990", 3},
		"in a name":               {whole + "2|李", 3},
		"behind a name":           {whole + "2|李四|", 3},
		"in a serial number":      {whole + "2", 3},
		"the only row":            {"1|张三|430599199001010010|2017", 2},
		"other rows are as short": {"1|张三|430599199001010010\n" + whole + "2|李四|4305991990", 0},
		"a note is as short":      {whole + "合计|2\n" + whole + "2|李四|4305991990", 5},
		"a sum":                   {whole + "合计||2", 0},
		"a signature":             {whole + "填报人：张三|||审核人：李四", 0},
		"a seal":                  {whole + "单位（盖章）", 0},
		"blanks":                  {whole + " ", 0},
		"separators alone":        {whole + "||", 0},
	} {
		t.Run(name, func(t *testing.T) {
			ending := table.Ending{Mapping: mapped(t, payees, notesHeader)}
			text, open := strings.CutSuffix(c.rows, "\n")
			b := table.Batch{Open: !open}
			lines := append([]string{notesHeader}, strings.Split(text, "\n")...)
			for i, line := range lines {
				b.AddRow(i+1, strings.Split(line, "|"))
			}
			if got := ending.CutRow(&b); got != c.cut {
				t.Errorf("cut off in row %d, want %d", got, c.cut)
			}
		})
	}
}
