package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commands is every command by its name, as Execute would see them. What
// completion generates for each shell is cobra's own, and stays English.
func commands() map[string]*cobra.Command {
	root := new(app).command()
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	found := map[string]*cobra.Command{root.Name(): root}
	for _, c := range root.Commands() {
		found[c.Name()] = c
	}
	return found
}

func TestEveryCommandAndFlagIsToldInChinese(t *testing.T) {
	for name, c := range commands() {
		text := inChinese[name]
		if text.short == "" || text.long == "" {
			t.Errorf("%s: no Chinese help", name)
		}
		flags := c.LocalNonPersistentFlags()
		if c.Parent() == nil {
			flags = c.PersistentFlags()
		}
		flags.VisitAll(func(f *pflag.Flag) {
			told := chineseUsage(name, f.Name)
			if told == "" {
				t.Errorf("%s: --%s has no Chinese help", name, f.Name)
			}
			was, _ := pflag.UnquoteUsage(f)
			twin := *f
			twin.Usage = told
			if is, _ := pflag.UnquoteUsage(&twin); is != was {
				t.Errorf("%s: --%s takes %s in English and %s in Chinese", name, f.Name, was, is)
			}
		})
	}
}

func TestChineseHelpIsOfWhatThereIs(t *testing.T) {
	all, shared := commands(), map[string]bool{"help": true}
	for _, c := range all {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) { shared[f.Name] = true })
	}
	for name, text := range inChinese {
		c := all[name]
		if c == nil && name != "" {
			t.Errorf("%s is no command", name)
			continue
		}
		for flag := range text.flags {
			if (name == "" && !shared[flag]) || (name != "" && c.Flag(flag) == nil) {
				t.Errorf("%s has no --%s", name, flag)
			}
		}
	}
}

func TestADoubleClickIsToldHowToStart(t *testing.T) {
	for name, row := range map[string]struct {
		args []string
		want string
	}{
		"alone":           {nil, welcome + waitForEnter},
		"with a shortcut": {[]string{"version"}, "bidui " + version()},
	} {
		t.Run(name, func(t *testing.T) {
			var out, log strings.Builder
			keys := strings.NewReader("\nleft")
			a := &app{stdin: keys, stdout: &out, stderr: &log, ownWindow: true}
			if status := a.run(t.Context(), row.args); status != statusDone || log.Len() > 0 {
				t.Errorf("status %d: %s", status, log.String())
			}
			if got := out.String(); !strings.HasPrefix(got, row.want) || !strings.HasSuffix(got, waitForEnter) {
				t.Errorf("it says %q", got)
			}
			if keys.Len() == len("\nleft") {
				t.Error("nobody waited for a key")
			}
		})
	}
}

func TestHelpSpeaksTheLanguageOfTheSystem(t *testing.T) {
	for _, chinese := range []bool{false, true} {
		t.Setenv(languageVariable, "")
		var out strings.Builder
		a := &app{stdout: &out, stderr: &out, chineseSystem: chinese}
		if status := a.run(t.Context(), []string{"run", "--help"}); status != statusDone {
			t.Fatal(status)
		}
		if strings.Contains(out.String(), "用法：") != chinese {
			t.Errorf("chinese is %v:\n%s", chinese, out.String())
		}
	}
}
