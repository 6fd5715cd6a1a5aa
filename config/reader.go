package config

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// reader walks the YAML tree and gathers faults instead of stopping at the first.
type reader struct {
	known      Known
	dir        string // of the file
	faults     Faults
	references []reference
}

// value is a node of the tree and the dotted path that leads to it.
type value struct {
	node *yaml.Node
	path string
}

// keys says how the value of each key of a mapping is read.
type keys map[string]func(value)

func scalar(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
}

func (r *reader) fault(v value, found, expected string) {
	r.faults = append(r.faults, Fault{Line: v.node.Line, Path: v.path, Found: found, Expected: expected})
}

// unknown is the fault of a name that is none of the candidates.
func (r *reader) unknown(v value, name, found string, candidates []string) {
	r.faults = append(r.faults, Fault{
		Line: v.node.Line, Path: v.path, Found: found,
		Expected: "one of " + strings.Join(candidates, ", "), Nearest: nearest(name, candidates),
	})
}

// mapping reads a mapping that may hold these keys and no others, and returns
// those it holds: nil where v is no mapping. Nothing at all is an empty mapping.
func (r *reader) mapping(v value, known keys) map[string]value {
	seen := make(map[string]value)
	ok := r.entries(v, func(name string, key, item value) {
		read, ok := known[name]
		if !ok {
			r.unknown(key, name, "an unknown key", slices.Sorted(maps.Keys(known)))
			return
		}
		seen[name] = item
		read(item)
	})
	if !ok {
		return nil
	}
	return seen
}

// entries visits each entry of a mapping whose keys are free, and says whether
// v is a mapping at all. A key that stands twice is a fault, and visited once.
func (r *reader) entries(v value, visit func(name string, key, item value)) bool {
	if v.node.Kind != yaml.MappingNode && !isNull(v.node) {
		r.fault(v, sortOf(v.node), "a mapping (key: value)")
		return false
	}
	lines := make(map[string]int)
	for i := 0; i+1 < len(v.node.Content); i += 2 {
		node, item := target(v.node.Content[i]), target(v.node.Content[i+1])
		if node.Kind != yaml.ScalarNode || isNull(node) {
			r.fault(value{node, v.path}, describe(node)+" as a key", "a name")
			continue
		}
		path := join(v.path, node.Value)
		if line, twice := lines[node.Value]; twice {
			r.fault(value{node, path}, "the key again", "it once (it is on line "+strconv.Itoa(line)+" already)")
			continue
		}
		lines[node.Value] = node.Line
		if isNull(item) { // its own line may be that of the next key
			item.Line = node.Line
		}
		visit(node.Value, value{node, path}, value{item, path})
	}
	return true
}

// text reads a scalar as it is written; what is expected is told where there is none.
func (r *reader) text(v value, expected string) (string, bool) {
	if strings.Contains(v.node.Value, "${") {
		r.fault(v, "a reference to a secret", expected+" (secrets are read in locations and credentials only)")
		return "", false
	}
	return r.secretive(v, expected)
}

// secretive is text that may refer to secrets.
func (r *reader) secretive(v value, expected string) (string, bool) {
	if v.node.Kind != yaml.ScalarNode || isNull(v.node) || strings.TrimSpace(v.node.Value) == "" {
		r.fault(v, describe(v.node), expected)
		return "", false
	}
	return v.node.Value, true
}

// choice reads one of the words, and is "" after a fault.
func (r *reader) choice(v value, words ...string) string {
	text, ok := r.text(v, "one of "+strings.Join(words, ", "))
	if !ok {
		return ""
	}
	if !slices.Contains(words, text) {
		r.unknown(v, text, describe(v.node), words)
		return ""
	}
	return text
}

func (r *reader) boolean(v value) bool {
	if v.node.Kind != yaml.ScalarNode || v.node.ShortTag() != "!!bool" {
		r.fault(v, describe(v.node), "true or false")
		return false
	}
	return strings.EqualFold(v.node.Value, "true")
}

// target follows an alias to what it stands for.
func target(node *yaml.Node) *yaml.Node {
	for node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	return node
}

func isNull(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null"
}

// describe is what a node holds, in words and without secrets.
func describe(node *yaml.Node) string {
	if node.Kind == yaml.ScalarNode && !isNull(node) {
		return quote(node.Value)
	}
	return sortOf(node)
}

// sortOf is what sort of thing a node holds: of text that may be a secret, no more
// is said.
func sortOf(node *yaml.Node) string {
	switch {
	case node.Kind == yaml.MappingNode:
		return "a mapping"
	case node.Kind == yaml.SequenceNode:
		return "a list"
	case isNull(node):
		return "nothing"
	}
	return "a single value"
}

// quote shows text as long as it can hold no credentials, and shortened.
func quote(text string) string {
	const longest = 60
	if scheme, _, ok := strings.Cut(text, "://"); ok {
		return strconv.Quote(scheme + "://…")
	}
	if user, host, ok := strings.Cut(text, "@"); ok && strings.Contains(user, ":") {
		return strconv.Quote("…@" + host)
	}
	if runes := []rune(text); len(runes) > longest {
		text = string(runes[:longest]) + "…"
	}
	return strconv.Quote(text)
}

// unglued is a key without a value that is a part of it because a blank is missing.
func unglued(key string) string {
	if before, _, glued := strings.Cut(key, ":"); glued {
		return before + ":…"
	}
	return key
}

// join appends a key to a dotted path, quoted where dots, spaces or what cannot be seen would mislead.
func join(path, key string) string {
	hidden := func(c rune) bool { return !unicode.IsPrint(c) }
	key = unglued(key)
	if strings.ContainsAny(key, `. :"`) || strings.ContainsFunc(key, hidden) || key == "" {
		key = quote(key)
	}
	if path == "" {
		return key
	}
	return path + "." + key
}
