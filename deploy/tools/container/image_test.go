package container

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// nobody is the user of the image.
const nobody = 65532

// image is a tree as a container would see it: the program and the configuration
// that nobody may write, and one directory for the ledger.
type image struct{ dir, program, config, state string }

// newImage builds the program with the very command of the Dockerfile.
func newImage(t *testing.T) image {
	t.Helper()
	dir, err := os.MkdirTemp("", "bidui-image") //nolint:usetesting // t.TempDir lies below a directory of root's alone
	must(t, err)
	t.Cleanup(func() {
		_ = filepath.WalkDir(dir, func(path string, _ os.DirEntry, _ error) error { return os.Chmod(path, 0o700) })
		must(t, os.RemoveAll(dir))
	})
	i := image{dir, filepath.Join(dir, "bidui"), filepath.Join(dir, "bidui.yaml"), filepath.Join(dir, "state")}
	if strings.Count(buildCommand(t), "/out/bidui") != 1 {
		t.Fatal("the Dockerfile builds something else than /out/bidui")
	}
	build := exec.Command("/bin/sh", "-c", strings.Replace(buildCommand(t), "/out/bidui", i.program, 1))
	build.Dir = root
	build.Env = append(os.Environ(), "VERSION=v1.2.3")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	must(t, os.CopyFS(filepath.Join(dir, "srv"), os.DirFS(root+"/config/example/data")))
	text := strings.NewReplacer("mysql://bidui:${file:/run/secrets/db-password}@mariadb:3306/bidui", "sqlite:"+i.state+"/bidui.db",
		"/srv/bidui", dir+"/srv", "/var/lib/bidui", i.state, "0.0.0.0:8080", "127.0.0.1:0").Replace(read(t, docker+"/bidui.yaml"))
	must(t, os.WriteFile(i.config, []byte(text), 0o644))
	must(t, os.Mkdir(i.state, 0o700))
	if os.Getuid() == 0 {
		must(t, os.Chown(i.state, nobody, nobody))
	}
	must(t, filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || path == i.state {
			return err
		}
		if entry.IsDir() || path == i.program {
			return os.Chmod(path, 0o555)
		}
		return os.Chmod(path, 0o444)
	}))
	return i
}

// command is the program as nobody runs it, with an empty environment.
func (i image) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), i.program, args...)
	c.Dir, c.Env = i.dir, []string{"TMPDIR=" + i.state}
	if os.Getuid() == 0 {
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return c
}

func TestTheImageRunsAsNobody(t *testing.T) {
	i := newImage(t)
	if out, err := i.command(t, "version").CombinedOutput(); err != nil || !strings.HasPrefix(string(out), "bidui v1.2.3 ") {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err := i.command(t, "run", "--config", i.config).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err := i.command(t, "run", "--config", i.config, "--textfile", i.dir+"/x.prom").CombinedOutput(); err == nil {
		t.Errorf("the tree is meant to be read-only, and it wrote there:\n%s", out)
	}
	serve := i.command(t, "serve", "--config", i.config, "--listen", "127.0.0.1:0", "--log-format", "json")
	log, err := serve.StderrPipe()
	must(t, err)
	must(t, serve.Start())
	said := bufio.NewReader(log)
	address := listening(t, said)
	for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
		client := http.Client{Timeout: 30 * time.Second}
		answer, err := client.Get("http://" + address + path)
		must(t, err)
		text, err := io.ReadAll(answer.Body)
		must(t, err)
		must(t, answer.Body.Close())
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s answers %d: %s", path, answer.StatusCode, text)
		}
		if path == "/metrics" && !bytes.Contains(text, []byte(`bidui_job_last_success{task="water"} 1`)) {
			t.Error("/metrics does not know of the run")
		}
	}
	must(t, serve.Process.Signal(syscall.SIGTERM))
	rest, err := io.ReadAll(said)
	must(t, err)
	if err := serve.Wait(); err != nil {
		t.Errorf("%v\n%s", err, rest)
	}
}

// listening reads the log until it says where the service listens.
func listening(t *testing.T, log *bufio.Reader) string {
	t.Helper()
	at := regexp.MustCompile(`"msg":"serving","address":"([^"]+)"`)
	for {
		line, err := log.ReadString('\n')
		if found := at.FindStringSubmatch(line); found != nil {
			return found[1]
		}
		if err != nil {
			t.Fatalf("the service ended: %s", line)
		}
	}
}
