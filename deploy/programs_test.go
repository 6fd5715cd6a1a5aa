package deploy

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

// patience is how long tests wait for what must happen.
const patience = 60 * time.Second

// program finds a program of Prometheus.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is not on the PATH: run the tests with make test-deploy, which fetches it", name)
	}
	return path
}

// output runs a program to its end, which must be a good one, and returns what it wrote.
func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), program(t, name), args...)
	command.Env = append(os.Environ(), "TZ=Asia/Shanghai")
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, stdout.String(), stderr.String())
	}
	return stdout.String()
}

// process is a program that runs until the test ends.
type process struct {
	name  string
	log   log
	ended chan struct{} // closed when it has ended
}

func start(t *testing.T, path string, args ...string) *process {
	t.Helper()
	p := &process{name: filepath.Base(path), ended: make(chan struct{})}
	command := exec.Command(path, args...)
	command.Dir, command.Stdout, command.Stderr = t.TempDir(), &p.log, &p.log
	must(t, command.Start())
	go func() {
		_ = command.Wait() // it is killed
		close(p.ended)
	}()
	t.Cleanup(func() {
		_ = command.Process.Kill() // it may have ended
		<-p.ended
	})
	return p
}

// running says whether the process has not ended.
func (p *process) running() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// server starts a program on a free port, which is asked of the system and may be
// taken again meanwhile, and waits until it is ready: then its own address answers.
func server(t *testing.T, name string, args func(address string) []string) (url string) {
	t.Helper()
	var p *process
	for range 5 {
		address := freeAddress(t)
		p = start(t, program(t, name), args(address)...)
		ready := false
		eventually(t, name+" is ready", func() bool {
			ready = strings.Contains(p.log.text(), "address="+address) && answers("http://"+address+"/-/ready")
			return ready || !p.running()
		})
		if ready && p.running() {
			return "http://" + address
		}
	}
	t.Fatalf("%s does not start:\n%s", name, p.log.text())
	return ""
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer listener.Close()
	return listener.Addr().String()
}

func answers(url string) bool {
	client := http.Client{Timeout: patience}
	response, err := client.Get(url)
	if err != nil {
		return false
	}
	_ = response.Body.Close() // only the status counts
	return response.StatusCode == http.StatusOK
}

// ask decodes the JSON that answers a request.
func ask(url string, into any) error {
	client := http.Client{Timeout: patience}
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", response.Status, body)
	}
	return json.Unmarshal(body, into)
}

// eventually waits until something is so, and fails when it takes too long.
func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	poll := time.NewTicker(20 * time.Millisecond)
	defer poll.Stop()
	deadline := time.After(patience)
	for !so() {
		select {
		case <-poll.C:
		case <-deadline:
			t.Fatalf("waited %v in vain: %s", patience, what)
		}
	}
}

// log gathers what a process writes.
type log struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buffer.Write(p)
}

func (l *log) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buffer.String()
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	must(t, err)
	return string(text)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(path), 0o700))
	must(t, os.WriteFile(path, []byte(text), 0o600))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
