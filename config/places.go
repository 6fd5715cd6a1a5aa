package config

import (
	"net"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/bidui/bidui/internal/secret"
)

// timezone reads the name of a zone. The zone of the machine is none: a file
// means the same wherever it is read.
func (r *reader) timezone(v value) *time.Location {
	const expected = "the name of a time zone, such as Asia/Shanghai"
	text, ok := r.text(v, expected)
	if !ok {
		return nil
	}
	zone, err := time.LoadLocation(text)
	if err != nil || text == "Local" {
		r.fault(v, describe(v.node), expected)
		return nil
	}
	return zone
}

// store reads where the ledger is.
func (r *reader) store(v value) secret.Text {
	const expected = "sqlite:PATH or mysql://user:password@host:port/database"
	text := r.secret(v, expected)
	path, isFile := strings.CutPrefix(string(text), "sqlite:")
	switch {
	case text == "", isReference(text):
		return text
	case isDatabase(text):
		if !r.database(v, text) {
			return ""
		}
		return text
	case isFile && path != "" && !strings.HasPrefix(path, "//"):
		return text
	}
	r.fault(v, describe(v.node), expected)
	return ""
}

var oneReference = regexp.MustCompile(`^\$\{(env:[A-Za-z_][A-Za-z0-9_]*|file:[^{}]+)\}`)

// secret reads text that may hold ${env:NAME} and ${file:/path}, which it leaves as
// they are; the path of a file begins where the configuration is.
func (r *reader) secret(v value, expected string) secret.Text {
	text, ok := r.secretive(v, expected)
	if !ok {
		return ""
	}
	for rest := text; ; {
		_, after, found := strings.Cut(rest, "${")
		if !found {
			text = fileReference.ReplaceAllStringFunc(text, r.rooted)
			if rest != text {
				r.references = append(r.references, reference{line: v.node.Line, path: v.path, text: secret.Text(text)})
			}
			return secret.Text(text)
		}
		whole := oneReference.FindString("${" + after)
		if whole == "" {
			r.fault(v, "a reference that is neither", "${env:NAME} or ${file:/path}")
			return ""
		}
		rest = after[len(whole)-len("${"):]
	}
}

var fileReference = regexp.MustCompile(`\$\{file:[^{}]+\}`)

// rooted is a reference to a file with its whole path.
func (r *reader) rooted(reference string) string {
	path := reference[len("${file:") : len(reference)-len("}")]
	if filepath.IsAbs(path) {
		return reference
	}
	return "${file:" + filepath.Join(r.dir, path) + "}"
}

// listen reads host:port with a port in figures.
func (r *reader) listen(v value) string {
	const expected = "host:port, such as 127.0.0.1:8080"
	text, ok := r.text(v, expected)
	if !ok {
		return ""
	}
	host, port, err := net.SplitHostPort(text)
	if _, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil || strings.ContainsAny(host, " /") {
		r.fault(v, describe(v.node), expected)
		return ""
	}
	return text
}
