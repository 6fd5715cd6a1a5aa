package main

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write bidui.json anew")

func TestTheJSONIsWhatTheCodeMakes(t *testing.T) {
	const name = "bidui.json"
	var made bytes.Buffer
	if err := write(&made); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(name, made.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(kept), made.String()); diff != "" {
		t.Errorf("go run ./deploy/grafana >deploy/grafana/bidui.json would change it:\n%s", diff)
	}
}
