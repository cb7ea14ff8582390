package main

import (
	"fmt"
	"os/user"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/up"
	"github.com/framsyn/framsyn/sql/approval"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// newModelRunsCommand lists runs with where they stand.
func newModelRunsCommand(a *app) *cobra.Command {
	var all bool
	command := &cobra.Command{
		Use:   "runs",
		Short: "List the runs of the models: shown, waiting for approval or rejected, and how the bias audit went",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			var states []approval.State
			err := a.asAnalyst(command.Context(), func(conn driver.Conn) (err error) {
				states, err = approval.States(command.Context(), conn)
				return err
			})
			if err != nil {
				return explain(err, clickhouse.Analyst)
			}
			if !all {
				states = slices.DeleteFunc(states, func(s approval.State) bool { return s.State != "shown" && !s.IsNewest })
			}
			return a.printRunStates(command, states)
		},
	}
	command.Flags().BoolVar(&all, "all", false, "earlier runs too, not only those shown and the newest")
	return command
}

func (a *app) printRunStates(command *cobra.Command, states []approval.State) error {
	if a.json {
		return printJSON(command.OutOrStdout(), states)
	}
	table := tabwriter.NewWriter(command.OutOrStdout(), 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "run\tmodel\ttarget\tas of\tstate\tpassed\tnot shown\tfailed\tdecided by")
	for _, s := range states {
		_, _ = fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%s\n", s.Run, s.Model, s.Target, s.AsOf.Format(time.DateOnly), s.State, s.Passed, s.NotShown, s.Failed, s.DecidedBy)
	}
	return table.Flush()
}

// decideFlags say what is decided, by whom and why.
type decideFlags struct {
	up      upFlags
	runs    []string
	waiting bool
	despite bool
	noScore bool
	by, why string
}

// newModelDecideCommand approves or rejects runs.
func newModelDecideCommand(a *app, approve bool) *cobra.Command {
	f := &decideFlags{}
	command := &cobra.Command{
		Use:   "reject --run ID --why TEXT",
		Short: "Reject runs: what was approved before is shown instead",
		Long: "Write into model.approvals that runs may not be shown, with who says so and why. The newest other run that is approved is shown\n" +
			"instead; where there is none, the pages say so. Decisions are only ever added; a run can be approved again.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return a.decide(command, f, approve) },
	}
	if approve {
		command.Use, command.Short = "approve --run ID --why TEXT", "Approve runs, so that their scores show"
		command.Long = "Write into model.approvals that runs may be shown, with who says so and why, and make the scores of the risks among them. Read the\n" +
			"card first: framsyn model card --run ID. A run whose bias audit has failed needs --despite-audit, and the reason to show it."
		command.Flags().BoolVar(&f.waiting, "waiting", false, "all newest runs that wait")
		command.Flags().BoolVar(&f.despite, "despite-audit", false, "approve although the bias audit has failed")
	}
	flags := command.Flags()
	flags.StringSliceVar(&f.runs, "run", nil, "the run, as framsyn model runs lists it; several with commas between")
	flags.StringVar(&f.why, "why", "", "why; required")
	flags.StringVar(&f.by, "by", "", "who decides; the user of the operating system if empty")
	flags.BoolVar(&f.noScore, "no-score", false, "leave the scores to the next run of the job score")
	flags.StringVar(&f.up.options.Inbox, "inbox", "", "folder that deliveries are put in; DATA/inbox if empty")
	return command
}

// whoDecides is who was named, else the user of the operating system.
func whoDecides(named string) (string, error) {
	if named = strings.TrimSpace(named); named != "" {
		if named == approval.Automatic {
			return "", usagef("--by %s is what the limits are called: name a person", approval.Automatic)
		}
		return named, nil
	}
	current, err := user.Current()
	if err != nil {
		return "", usagef("--by is needed: who decides")
	}
	return current.Username, nil
}

func (a *app) decide(command *cobra.Command, f *decideFlags, approve bool) error {
	switch {
	case strings.TrimSpace(f.why) == "":
		return usagef("--why is needed: the reason, which is kept")
	case len(f.runs) == 0 && !f.waiting:
		return usagef("--run is needed: framsyn model runs lists the runs")
	}
	by, err := whoDecides(f.by)
	if err != nil {
		return err
	}
	return a.withFramsyn(command, &f.up, func(framsyn *up.Framsyn) error {
		states, err := approval.States(command.Context(), framsyn.Owner())
		if err != nil {
			return err
		}
		chosen, err := choose(states, f)
		if err != nil {
			return err
		}
		ask := approval.Ask{Approve: approve, DespiteAudit: f.despite, By: by, Why: f.why}
		for _, s := range chosen {
			if err := ask.Judge(s); err != nil {
				return fmt.Errorf("%w: run %d (%s %s) failed %d comparisons; read framsyn model card --run %d, and add --despite-audit to show it anyway", err, s.Run, s.Model, s.Target, s.Failed, s.Run)
			}
		}
		for _, s := range chosen {
			decided, err := ask.Decide(command.Context(), framsyn.Owner(), s, time.Now())
			if err != nil {
				return err
			}
			_, _ = fmt.Fprintf(command.OutOrStdout(), "%s\t%d\t%s\t%s\t%s\n", decided.Decision, s.Run, s.Model, s.Target, s.AsOf.Format(time.DateOnly))
		}
		if f.noScore {
			return nil
		}
		runs, err := framsyn.ShowDecided(command.Context(), chosen)
		for _, run := range runs {
			_, _ = fmt.Fprintf(command.OutOrStdout(), "%s\t%s\t%.1f s\t%d rows out\n", run.Job, run.Status, run.Seconds(), run.RowsOut)
		}
		return err
	})
}

// choose finds the runs that are meant.
func choose(states []approval.State, f *decideFlags) ([]approval.State, error) {
	var out []approval.State
	for _, text := range f.runs {
		at := slices.IndexFunc(states, func(s approval.State) bool { return fmt.Sprint(s.Run) == strings.TrimSpace(text) })
		if at < 0 {
			return nil, usagef("--run %s: there is no published run of that number; framsyn model runs lists them", text)
		}
		out = append(out, states[at])
	}
	for _, s := range states {
		if f.waiting && s.IsNewest && s.State == "waiting" {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no run waits for approval")
	}
	return out, nil
}
