package ledger

import (
	"os"
	"os/exec"
	"testing"
)

func TestOwnerText(t *testing.T) {
	me := CurrentOwner()
	if me.PID != os.Getpid() || me.Boot == "" || me.Namespace == "" || me.Started == 0 || me.Host == "" {
		t.Errorf("this process: %+v", me)
	}
	for _, o := range []Owner{me, other(7)} {
		if got := parseOwner(o.String()); got != o {
			t.Errorf("%q is read as %+v", o, got)
		}
	}
	if got := parseOwner("something else"); got != (Owner{Host: "something else"}) {
		t.Errorf("what is no owner is read as %+v", got)
	}
}

func TestDeathOfOwners(t *testing.T) {
	me := CurrentOwner()
	if me.knowsDead(me) {
		t.Error("this process is dead")
	}
	earlier, elsewhere, contained := me, me, me
	earlier.Started--
	elsewhere.Boot, elsewhere.PID = "another", 1<<22+1
	contained.Namespace, contained.PID = "pid:[1]", 1<<22+1
	if !me.knowsDead(earlier) {
		t.Error("a process that had this number before is alive")
	}
	if me.knowsDead(elsewhere) || me.knowsDead(contained) || me.knowsDead(other(1<<22+1)) || (Owner{PID: 1}).knowsDead(elsewhere) {
		t.Error("what cannot be known is known")
	}
	command := exec.Command("cat")
	input, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	theirs := me
	theirs.PID = command.Process.Pid
	running, err := readProcess(theirs.PID)
	if err != nil {
		t.Fatal(err)
	}
	theirs.Started = running.started
	if me.knowsDead(theirs) {
		t.Error("a running process is dead")
	}
	if err := input.Close(); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Fatal(err)
	}
	if !me.knowsDead(theirs) {
		t.Error("a process that ended is alive")
	}
}

// A killed process that its parent has not waited for still has a number.
func TestZombieIsDead(t *testing.T) {
	me := CurrentOwner()
	command := exec.Command("true")
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	started, err := readProcess(command.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := output.Read(make([]byte, 1)); err == nil { // the pipe ends with the process
		t.Fatal("true wrote something")
	}
	zombie := me
	zombie.PID, zombie.Started = command.Process.Pid, started.started
	for !me.knowsDead(zombie) { // closing pipes comes a moment before death
		if t.Context().Err() != nil {
			t.Fatal("a process that was not waited for is alive")
		}
	}
	if err := command.Wait(); err != nil {
		t.Fatal(err)
	}
}
