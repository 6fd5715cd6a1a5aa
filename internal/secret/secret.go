// Package secret holds credentials that cannot print themselves.
package secret

import (
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
)

// Text is configuration text that may refer to secrets as ${env:NAME} or
// ${file:/path}. Printing it, in any way, never shows what it refers to, nor
// the password of a URL that was written out in it.
type Text string

// Reveal is the text with every reference replaced by what it refers to; the
// line break at the end of a file is left out. Between :// and @ of a URL the
// value is percent-encoded, so that a password may hold any character.
// A variable that is not set or a file that cannot be read is an error.
func (t Text) Reveal() (string, error) {
	var revealed strings.Builder
	rest := string(t)
	for {
		before, after, found := strings.Cut(rest, "${")
		revealed.WriteString(before)
		if !found {
			return revealed.String(), nil
		}
		reference, after, closed := strings.Cut(after, "}")
		if !closed {
			return "", fmt.Errorf("%s: ${ without }", t)
		}
		value, err := lookUp(reference)
		if err != nil {
			return "", err
		}
		if inUserinfo(revealed.String(), after) {
			value = strings.ReplaceAll(url.QueryEscape(value), "+", "%20")
		}
		revealed.WriteString(value)
		rest = after
	}
}

// Missing is, of every reference that leads nowhere, why.
func (t Text) Missing() []error {
	var missing []error
	for rest := string(t); ; {
		_, after, found := strings.Cut(rest, "${")
		if !found {
			return missing
		}
		reference, after, closed := strings.Cut(after, "}")
		if !closed {
			return append(missing, fmt.Errorf("%s: ${ without }", t))
		}
		if _, err := lookUp(reference); err != nil {
			missing = append(missing, err)
		}
		rest = after
	}
}

// lookUp is the value of env:NAME or file:/path.
func lookUp(reference string) (string, error) {
	kind, name, _ := strings.Cut(reference, ":")
	switch {
	case kind == "env" && name != "":
		value, ok := os.LookupEnv(name)
		if !ok {
			return "", fmt.Errorf("environment variable %s is not set", name)
		}
		return value, nil
	case kind == "file" && name != "":
		content, err := os.ReadFile(name)
		if err != nil {
			return "", fmt.Errorf("secret file: %w", err)
		}
		return strings.TrimRight(string(content), "\r\n"), nil
	}
	return "", fmt.Errorf("${%s} refers to nothing: write ${env:NAME} or ${file:/path}", reference)
}

// inUserinfo says whether a reference between before and after stands in the
// user:password part of a URL.
func inUserinfo(before, after string) bool {
	_, authority, isURL := strings.Cut(before, "://")
	after = withoutReferences(after)
	if end := strings.IndexAny(after, "/?#"); end >= 0 {
		after = after[:end]
	}
	return isURL && !strings.ContainsAny(authority, "/?#@") && strings.Contains(after, "@")
}

// String shows references as they are written, and *** for a password that
// stands in the text itself.
func (t Text) String() string {
	text := string(t)
	start, end := passwordSpan(text)
	if start == end || withoutReferences(text[start:end]) == "" {
		return text
	}
	return text[:start] + "***" + text[end:]
}

// passwordSpan is where the password of a URL (or of the driver's own
// user:password@tcp(…) form) stands in text. A password that should have been
// percent-encoded and is not is covered too: it may reach to the last @.
func passwordSpan(text string) (start, end int) {
	scheme := strings.Index(text, "://")
	switch {
	case scheme >= 0:
		start = scheme + len("://")
		end = strings.LastIndexByte(text, '@')
	default:
		end = max(strings.LastIndex(text, "@tcp("), strings.LastIndex(text, "@unix("), strings.LastIndex(text, "@("))
	}
	if end < start {
		return 0, 0
	}
	for i := start; i < end; i++ {
		if strings.HasPrefix(text[i:end], "${") {
			i += max(strings.IndexByte(text[i:end], '}'), 1)
		} else if text[i] == ':' {
			return i + 1, end
		}
	}
	return 0, 0
}

// withoutReferences is text less every ${…} in it.
func withoutReferences(text string) string {
	var plain strings.Builder
	for {
		before, after, found := strings.Cut(text, "${")
		plain.WriteString(before)
		if !found {
			return plain.String()
		}
		if _, text, found = strings.Cut(after, "}"); !found {
			return plain.String() + after
		}
	}
}

// GoString is String, for %#v.
func (t Text) GoString() string { return fmt.Sprintf("secret.Text(%q)", t.String()) }

// Format writes String for every verb, and GoString for %#v.
func (t Text) Format(state fmt.State, verb rune) {
	if verb == 'v' && state.Flag('#') {
		fmt.Fprint(state, t.GoString())
		return
	}
	fmt.Fprintf(state, fmt.FormatString(state, verb), t.String())
}

// MarshalText is String, for JSON, YAML and the like.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// LogValue is String, for slog.
func (t Text) LogValue() slog.Value { return slog.StringValue(t.String()) }
