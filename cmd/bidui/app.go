package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/bidui/bidui/config"
	"github.com/bidui/bidui/internal/ledger"
	"github.com/bidui/bidui/internal/report"
	"github.com/bidui/bidui/jobs"
)

// The exit statuses, as the help text of the root command documents them.
const (
	statusDone       = 0
	statusFailed     = 1
	statusUsage      = 2
	statusUnresolved = 3
	statusLocked     = 4
	statusRefused    = 5
)

const exitHelp = `Exit status:
  0  done
  1  failed
  2  wrong usage or configuration
  3  unresolved discrepancies remain (run --fail-on-unresolved)
  4  another run of the job holds the lock
  5  a guard refused the input`

// app is one call of the program.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	ownWindow      bool // that vanishes when the program ends: it was double-clicked
	chineseSystem  bool // whose windows speak Chinese

	config    string
	logFormat string
	lang      string

	file *config.File // that was loaded; nil: none was
}

// usageError is a command line or configuration that must be mended.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// errUnresolved says that --fail-on-unresolved found some.
var errUnresolved = errors.New("unresolved discrepancies remain")

func (a *app) run(ctx context.Context, args []string) int {
	if a.ownWindow {
		defer a.hold()
	}
	if a.ownWindow && len(args) == 0 {
		_, _ = fmt.Fprint(a.stdout, welcome) // a window that cannot be written to is not there
		return statusDone
	}
	root := a.command()
	root.SetArgs(args)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	err := root.ExecuteContext(ctx)
	if err != nil && !errors.Is(err, errReported) {
		lines := strings.Split(err.Error(), "\n")
		for i, line := range lines {
			lines[i] = report.Plain(line)
		}
		_, _ = fmt.Fprintln(a.stderr, "bidui:", strings.Join(lines, "\n")) // nobody is left to tell; the status does
	}
	return statusOf(err)
}

// errReported is joined to errors that the user has been shown already.
var errReported = errors.New("see above")

func statusOf(err error) int {
	var (
		usage   usageError
		faults  config.Faults
		refusal *jobs.Refusal
	)
	switch {
	case err == nil:
		return statusDone
	case errors.As(err, &usage), errors.As(err, &faults), errors.Is(err, jobs.ErrNoReplay), errors.Is(err, jobs.ErrNoArea):
		return statusUsage
	case errors.Is(err, ledger.ErrLocked):
		return statusLocked
	case errors.As(err, &refusal):
		return statusRefused
	case errors.Is(err, errUnresolved):
		return statusUnresolved
	}
	return statusFailed
}

func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "bidui",
		Short: "Match a poverty registry against other agencies' rosters (比对)",
		Long: `bidui (比对) matches the members and households of a poverty registry (建档立卡)
to civil affairs' dibao and tekun rosters and the water bureau's ledger, and keeps
a ledger of every discrepancy until it is resolved.

` + exitHelp,
		Example: `  bidui check --feeds                  look at configuration, inputs and database
  bidui run                            run every job whose feeds are configured
  bidui list --area 430524             what is open in one county
  bidui export --format xlsx -o 差异.xlsx
  bidui export --split town -o 下发     a worksheet for each township to fill in
  bidui import 反馈/*.xlsx             take the worksheets back
  bidui serve                          run on schedule, offer /metrics`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          usageArgs(cobra.NoArgs),
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	flags := root.PersistentFlags()
	flags.StringVar(&a.config, "config", "bidui.yaml", "configuration `FILE`")
	flags.StringVar(&a.logFormat, "log-format", "text", "format of log lines: text or json")
	flags.StringVar(&a.lang, "lang", cmp.Or(environmentLanguage(), "zh"), "language of reports, and of help where it is given: zh or en; BIDUI_LANG says so for good")
	a.setHelp(root)
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error { return a.checkGlobals(c) }
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(a.runCommand(), a.serveCommand(), a.checkCommand(), a.listCommand(), a.exportCommand(),
		a.importCommand(), a.historyCommand(), a.rejectsCommand(), a.waiveCommand(),
		a.handleCommand(), a.submissionCommand(), a.whyCommand(),
		a.issuedCommand(), a.scorecardCommand(), a.generateCommand(), a.versionCommand())
	root.AddCommand(a.migrateCommand(), a.backupCommand(), a.restoreCommand(), a.pruneCommand())
	knowTopics(root)
	for _, c := range root.Commands() {
		c.Args = usageArgs(c.Args)
	}
	return root
}

// knowTopics makes help and completion refuse what there is none of: by themselves
// they show what there is, and succeed.
func knowTopics(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Args = func(_ *cobra.Command, topic []string) error {
				found, rest, err := root.Find(topic)
				if err == nil && len(rest) > 0 && found.HasSubCommands() {
					err = fmt.Errorf("no help for %q", strings.Join(topic, " "))
				}
				return err
			}
		case "completion":
			c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
		}
	}
}

func (a *app) checkGlobals(c *cobra.Command) error {
	if a.logFormat != "text" && a.logFormat != "json" {
		return usageError{fmt.Errorf("--log-format %q: want text or json", a.logFormat)}
	}
	if _, err := report.LanguageOf(a.lang); err != nil {
		if !c.Flags().Changed("lang") {
			return usageError{fmt.Errorf("the environment variable %s: %w", languageVariable, err)}
		}
		return usageError{fmt.Errorf("--lang: %w", err)}
	}
	return nil
}

// usageArgs makes a wrong number of arguments a usage error.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if check == nil {
			return nil
		}
		if err := check(c, args); err != nil {
			return usageError{fmt.Errorf("%w; see %s --help", err, c.CommandPath())}
		}
		return nil
	}
}

func (a *app) logger() *slog.Logger {
	if a.logFormat == "json" {
		return slog.New(slog.NewJSONHandler(a.stderr, &slog.HandlerOptions{ReplaceAttr: durationsAsText}))
	}
	return slog.New(slog.NewTextHandler(a.stderr, nil))
}

// durationsAsText has JSON say "1.5s", as text does, where it would count nanoseconds.
func durationsAsText(_ []string, attr slog.Attr) slog.Attr {
	if attr.Value.Kind() == slog.KindDuration {
		attr.Value = slog.StringValue(attr.Value.Duration().String())
	}
	return attr
}

// choice checks a flag against its values.
func choice(flag, value string, values ...string) error {
	if slices.Contains(values, value) {
		return nil
	}
	return usageError{fmt.Errorf("--%s %q: want %s", flag, value, strings.Join(values, ", "))}
}
