// Command grafana writes the Grafana board of bidui to its standard output:
//
//	go run ./deploy/grafana >deploy/grafana/bidui.json
//
// The board is made here (board.go, and a file for each of its rows), and the
// JSON beside it is what Grafana takes; a test holds the two together, another
// asks a Prometheus every expression.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := write(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "grafana:", err)
		os.Exit(1)
	}
}

// write writes the board as JSON that reads well in a diff.
func write(w io.Writer) error {
	made, err := board().Build()
	if err != nil {
		return fmt.Errorf("build the board: %w", err)
	}
	for i, p := range made.Panels {
		id := new(uint32(i + 1))
		if p.RowPanel != nil {
			p.RowPanel.Id = *id
		} else {
			p.Panel.Id = id
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(made)
}
