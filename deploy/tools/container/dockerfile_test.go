// Package container judges deploy/docker as far as that can be done without an
// engine: the Dockerfile is parsed and linted by BuildKit's own packages, its
// build command is run, and what it builds is run as the image would.
package container

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

const (
	root   = "../../.."
	docker = root + "/deploy/docker"
)

// stages parses a Dockerfile, and says what BuildKit's linter thinks of it.
func stages(t *testing.T, text string) (found []instructions.Stage, complaints []string) {
	t.Helper()
	lint := linter.New(&linter.Config{Warn: func(rule, _, _, message string, _ []parser.Range) {
		complaints = append(complaints, rule+": "+message)
	}})
	result, err := parser.Parse(strings.NewReader(text))
	must(t, err)
	for _, warning := range result.Warnings {
		complaints = append(complaints, warning.Short)
	}
	found, _, err = instructions.Parse(result.AST, lint)
	must(t, err)
	return found, complaints
}

func TestTheDockerfileIsWithoutFault(t *testing.T) {
	found, complaints := stages(t, read(t, docker+"/Dockerfile"))
	if len(complaints) > 0 {
		t.Errorf("BuildKit complains:\n%s", strings.Join(complaints, "\n"))
	}
	if len(found) != 2 || found[1].BaseName != "scratch" {
		t.Errorf("%d stages, the last from %s", len(found), found[len(found)-1].BaseName)
	}
	if _, complaints := stages(t, "from scratch as A\nENV a b\nCMD a"); len(complaints) == 0 {
		t.Error("BuildKit complains of nothing, ever")
	}
}

func TestTheImageIsNobodysRoot(t *testing.T) {
	found, _ := stages(t, read(t, docker+"/Dockerfile"))
	user, entry := "", []string(nil)
	for _, command := range found[len(found)-1].Commands {
		switch c := command.(type) {
		case *instructions.UserCommand:
			user = c.User
		case *instructions.EntrypointCommand:
			if c.PrependShell {
				t.Error("the entry point needs a shell, and there is none")
			}
			entry = c.CmdLine
		case *instructions.CmdCommand:
			if c.PrependShell {
				t.Error("the command needs a shell, and there is none")
			}
		case *instructions.RunCommand:
			t.Error("nothing can be run in an empty image")
		}
	}
	if !regexp.MustCompile(`^[1-9]\d*:[1-9]\d*$`).MatchString(user) {
		t.Errorf("the user is %q; Kubernetes knows only of numbers that they are not root", user)
	}
	if len(entry) != 1 || entry[0] != "/bidui" {
		t.Errorf("the entry point is %q", entry)
	}
}

// TestWhatIsCopiedIsThere looks at the tree, and at .dockerignore, which lets
// through only what it names.
func TestWhatIsCopiedIsThere(t *testing.T) {
	let := map[string]bool{}
	for line := range strings.Lines(read(t, root+"/.dockerignore")) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "!"); ok {
			let[name] = true
		}
	}
	found, _ := stages(t, read(t, docker+"/Dockerfile"))
	copied := 0
	for _, command := range found[0].Commands {
		files, ok := command.(*instructions.CopyCommand)
		if !ok {
			continue
		}
		for _, source := range files.SourcePaths {
			copied++
			if _, err := os.Stat(filepath.Join(root, source)); err != nil || !let[source] {
				t.Errorf("%s is copied: %v; .dockerignore lets it through: %v", source, err, let[source])
			}
		}
	}
	if copied != len(let) {
		t.Errorf("%d paths are copied, and .dockerignore lets %d through", copied, len(let))
	}
}

// buildCommand is the line that builds the program, with its arguments' defaults.
func buildCommand(t *testing.T) string {
	t.Helper()
	found, _ := stages(t, read(t, docker+"/Dockerfile"))
	for _, command := range found[0].Commands {
		if run, ok := command.(*instructions.RunCommand); ok && strings.Contains(run.CmdLine[0], "go build") {
			return run.CmdLine[0]
		}
	}
	t.Fatal("no stage runs go build")
	return ""
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	must(t, err)
	return string(text)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
