package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/generate/calibrate"
)

// newGenerateCommand writes the files of a made-up municipality.
func newGenerateCommand() *cobra.Command {
	var opt generate.Options
	var withReport bool
	command := &cobra.Command{
		Use:   "generate --out DIR",
		Short: "Write the files that a made-up municipality delivers",
		Long: "Write the files that a made-up municipality delivers, month by month, with the faults that deliveries have.\n" +
			"Nobody in them exists. The same flags give the same bytes. DIR/truth/ holds what no municipality knows.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if opt.Out == "" {
				return usagef("generate needs --out DIR")
			}
			opt.Progress = generateProgress(command.ErrOrStderr())
			sum, err := generate.Run(command.Context(), opt)
			if err != nil {
				return err
			}
			out := command.OutOrStdout()
			if _, err := fmt.Fprintf(out, "%d files, %d MB: %d persons over %d months, %d in the last one\n",
				sum.Files, sum.Bytes>>20, sum.Persons, sum.Months, sum.Clients); err != nil {
				return err
			}
			if !withReport {
				return nil
			}
			if err := calibrate.WriteText(out, calibrate.Table(&sum.Data)); err != nil {
				return err
			}
			return generate.WriteReport(opt.Out, &sum)
		},
	}
	flags := command.Flags()
	flags.IntVar(&opt.Clients, "clients", generate.DefaultClients, "persons with a service or health care in a month, about")
	flags.IntVar(&opt.Months, "months", generate.DefaultMonths, "months delivered")
	flags.Uint64Var(&opt.Seed, "seed", generate.DefaultSeed, "seed of all random numbers; not 0")
	flags.StringVar(&opt.Until, "until", generate.DefaultUntil, "last month, YYYY-MM")
	shockFlags(flags, &opt.Shocks)
	flags.StringVar(&opt.Out, "out", "", "folder to write to; files of an earlier run there are replaced")
	flags.BoolVar(&withReport, "report", false, "compare with published numbers: a table here, and DIR/truth/report/index.html")
	flags.IntVar(&opt.TruthFutures, "truth-futures", 0, "futures a person for truth/risk.csv; 0 leaves it out, 200 is enough")
	return command
}

// shockFlags are what befalls the made-up municipality beside ordinary life.
func shockFlags(flags *pflag.FlagSet, s *generate.Shocks) {
	flags.StringVar(&s.PracticeBreak, "practice-break", "", fmt.Sprintf("plant: from this month decisions grant factor of the usual hours, YYYY-MM[:factor]; factor is %g if not given", generate.DefaultPracticeFactor))
	flags.StringVar(&s.Epidemic, "epidemic", "", "plant: three months from YYYY-MM with twice the deaths, 40 % fewer new clients and 15 % fewer performed visits")
	flags.StringVar(&s.NewArea, "new-area", "", "plant: from YYYY-MM a fifth of the largest area is an area of its own")
	flags.IntVar(&s.MissingMonths, "missing-months", 0, "plant: so many months of the SoL register, and of the visits, are never delivered")
}

// generateProgress shows a bar on a terminal and a log line a year elsewhere.
func generateProgress(stderr io.Writer) func(done, total int) {
	file, ok := stderr.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return func(done, total int) {
			if done%12 == 0 || done == total {
				slog.New(slog.NewTextHandler(stderr, nil)).Info("generate", "months", done, "of", total)
			}
		}
	}
	var bar *progressbar.ProgressBar
	return func(done, total int) {
		if bar == nil {
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(stderr), progressbar.OptionSetDescription("generate"),
				progressbar.OptionClearOnFinish(), progressbar.OptionShowCount())
		}
		_ = bar.Set(done)
	}
}
