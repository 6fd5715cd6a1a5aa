package deploy

import (
	"encoding/json"
	"testing"
)

// boardPanel is what a panel of the board asks.
type boardPanel struct {
	Title   string
	Targets []struct{ Expr string }
}

func (p boardPanel) exprs() []string {
	var all []string
	for _, target := range p.Targets {
		all = append(all, target.Expr)
	}
	return all
}

// panels is those of the board, its rows left out.
func panels(t *testing.T) []boardPanel {
	t.Helper()
	var board struct {
		Panels []struct {
			boardPanel
			Type string
		}
	}
	must(t, json.Unmarshal([]byte(read(t, "grafana/bidui.json")), &board))
	var found []boardPanel
	for _, p := range board.Panels {
		if p.Type == "row" {
			continue
		}
		if len(p.Targets) == 0 {
			t.Errorf("the panel %q asks nothing", p.Title)
		}
		found = append(found, p.boardPanel)
	}
	return found
}
