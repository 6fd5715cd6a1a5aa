package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// tree is the one document of a file.
func tree(data []byte) (value, Faults) {
	if line, ok := badUTF8(data); ok {
		return value{}, Faults{{Line: line, Found: "text that is not UTF-8", Expected: "a file saved as UTF-8"}}
	}
	var document, second yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	err := decoder.Decode(&document)
	if errors.Is(err, io.EOF) {
		return value{}, Faults{{Found: "an empty file", Expected: "at least the key feeds"}}
	}
	if err != nil {
		return value{}, Faults{syntaxFault(err)}
	}
	switch err = decoder.Decode(&second); {
	case err == nil:
		return value{}, Faults{{Line: second.Line, Found: "a second document (---)", Expected: "one"}}
	case !errors.Is(err, io.EOF):
		return value{}, Faults{syntaxFault(err)}
	}
	root := target(document.Content[0])
	if isNull(root) {
		return value{}, Faults{{Found: "nothing but comments", Expected: "at least the key feeds"}}
	}
	return value{node: root}, nil
}

func badUTF8(data []byte) (line int, bad bool) {
	line = 1
	for text := range bytes.Lines(data) {
		if !utf8.Valid(text) {
			return line, true
		}
		line++
	}
	return 0, false
}

var syntaxLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// syntaxFault is what the YAML parser could not read, with advice for what
// people get wrong most. It leaves out the names of anchors: an unquoted
// password that begins with * would be taken for one.
func syntaxFault(err error) Fault {
	match := syntaxLine.FindStringSubmatch(err.Error())
	if match == nil {
		return Fault{Found: "text that is not YAML", Expected: "YAML"}
	}
	line, _ := strconv.Atoi(match[1]) // no number: the file as a whole
	problem, advice := match[2], "YAML"
	switch {
	case strings.Contains(problem, "anchor"):
		problem, advice = "a word after * that no & defines", `quotes around text that begins with *`
	case strings.Contains(problem, "escape"):
		advice = `/ instead of \ in a path, or single quotes`
	case strings.Contains(problem, "cannot start any token"), strings.Contains(problem, "tab character"):
		advice = "spaces instead of tabs, and quotes around text that begins with @ or `"
	case strings.Contains(problem, "mapping values"), strings.Contains(problem, "expected key"):
		advice = "key: value, with the same indentation as its neighbours"
	}
	return Fault{Line: line, Found: fmt.Sprintf("what YAML cannot read (%s)", problem), Expected: advice}
}
