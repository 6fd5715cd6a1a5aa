package main

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/bidui/bidui/internal/report"
)

// languageVariable is the language of one who does not want to say --lang each time.
const languageVariable = "BIDUI_LANG"

// environmentLanguage is the language that the environment names, as locales do
// (zh_CN.UTF-8) or for short, and "" for none.
func environmentLanguage() string {
	name := os.Getenv(languageVariable)
	for _, known := range []report.Language{report.Chinese, report.English} {
		if rest, ok := strings.CutPrefix(strings.ToLower(name), string(known)); ok && (rest == "" || strings.ContainsAny(rest[:1], "-_.")) {
			return string(known)
		}
	}
	return name
}

// helpInChinese says whether help is wanted in Chinese: as the command line
// says, else the environment, else the system's own windows. Reports are in
// Chinese unless told otherwise, since they go to people; help goes to whoever
// types, and is in English unless there is a sign.
func (a *app) helpInChinese(c *cobra.Command) bool {
	if c.Flags().Changed("lang") {
		return a.lang == string(report.Chinese)
	}
	if named := environmentLanguage(); named != "" {
		return named == string(report.Chinese)
	}
	return a.chineseSystem
}

// setHelp makes help speak either language.
func (a *app) setHelp(root *cobra.Command) {
	english := root.HelpFunc()
	root.SetHelpFunc(func(c *cobra.Command, args []string) {
		if !a.helpInChinese(c) {
			english(c, args)
			return
		}
		out := &printer{to: c.OutOrStdout()}
		writeChineseHelp(out, c)
		if out.err != nil {
			c.PrintErrln("bidui:", out.err)
		}
	})
}

func writeChineseHelp(out *printer, c *cobra.Command) {
	text := inChinese[c.Name()]
	out.printf("%s\n\n用法：\n", cmp.Or(text.long, c.Long))
	if c.Runnable() {
		out.printf("  %s\n", c.UseLine())
	}
	if c.HasAvailableSubCommands() {
		out.printf("  %s 命令\n", c.CommandPath())
	}
	if example := cmp.Or(text.example, c.Example); example != "" {
		out.printf("\n示例：\n%s\n", example)
	}
	if c.HasAvailableSubCommands() {
		out.printf("\n命令：\n")
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() || sub.Name() == "help" {
				out.printf("  %-*s %s\n", sub.NamePadding(), sub.Name(), cmp.Or(inChinese[sub.Name()].short, sub.Short))
			}
		}
	}
	if c.HasAvailableLocalFlags() {
		out.printf("\n参数：\n%s", chineseFlags(c.Name(), c.LocalFlags()))
	}
	if c.HasAvailableInheritedFlags() {
		out.printf("\n通用参数：\n%s", chineseFlags(c.Root().Name(), c.InheritedFlags()))
	}
	if c.HasAvailableSubCommands() {
		out.printf("\n某个命令的帮助：%s 命令 --help\n", c.CommandPath())
	}
}

// chineseFlags is the flags of a command with what they mean.
func chineseFlags(command string, flags *pflag.FlagSet) string {
	translated := pflag.NewFlagSet(command, pflag.ContinueOnError)
	flags.VisitAll(func(f *pflag.Flag) {
		twin := *f
		twin.Usage = cmp.Or(chineseUsage(command, f.Name), f.Usage)
		translated.AddFlag(&twin)
	})
	return strings.ReplaceAll(translated.FlagUsages(), "(default ", "(默认 ")
}

// chineseUsage is what a flag of a command means, and "" where the table does not say.
func chineseUsage(command, flag string) string {
	return cmp.Or(inChinese[command].flags[flag], inChinese[""].flags[flag])
}

// hold keeps the window that a double click has opened until it has been read.
func (a *app) hold() {
	_, _ = fmt.Fprint(a.stdout, waitForEnter)        // a window that cannot be written to
	_, _ = bufio.NewReader(a.stdin).ReadString('\n') // or read from is not there
}
