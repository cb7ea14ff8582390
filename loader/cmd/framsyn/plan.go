package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/plan"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/export"
)

// newPlanCommand proposes how to spread the staff that there is.
func newPlanCommand(a *app) *cobra.Command {
	var request plan.Request
	var month, format string
	command := &cobra.Command{
		Use:   "plan",
		Short: "Propose how to spread the staff that there is over the areas in a month ahead",
		Long: "Show by profession what staff each area needs in a month ahead, what it has, and a proposal of how to spread the staff that\n" +
			"there is, so that no area is much shorter than another; with what is lacking in all, and what the proposal supposes.\n" +
			"It reads as the analyst and changes nothing.",
		Example: "  framsyn plan\n" +
			"  framsyn plan --month 2027-07 --profession assistant_nurse --most-moved 0.1\n" +
			"  framsyn plan --scenario longer_lives --format csv > plan.csv",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) (err error) {
			if request.Month, err = monthFlag("month", month); err != nil {
				return err
			}
			if format != "text" && format != "csv" {
				return usagef("--format: %q is none of text, csv", format)
			}
			if command.Flags().Changed("most-moved") && !(request.MostMoved > 0 && request.MostMoved <= 1) {
				return usagef("--most-moved: %v is not above 0 and at most 1", request.MostMoved)
			}
			return a.runPlan(command, request, format)
		},
	}
	flags := command.Flags()
	flags.StringVar(&month, "month", "", "month to plan, YYYY-MM; 3 months ahead if empty")
	flags.StringVar(&request.Scenario, "scenario", "as_today", "scenario of the forecast")
	flags.StringVar(&request.Profession, "profession", "", "one profession, such as assistant_nurse; all if empty")
	flags.Float64Var(&request.MostMoved, "most-moved", 0.2, "share of an area's staff that may leave it, above 0 to 1")
	flags.StringVar(&format, "format", "text", "form of the output: text or csv")
	return command
}

func (a *app) runPlan(command *cobra.Command, request plan.Request, format string) error {
	proposal, err := a.readPlan(command.Context(), request)
	switch {
	case errors.Is(err, plan.ErrRequest):
		return usageError{err}
	case err != nil:
		return explain(err, clickhouse.Analyst)
	case a.json:
		return printJSON(command.OutOrStdout(), proposal)
	case format == "csv":
		return proposal.CSV(command.OutOrStdout(), export.Defuse)
	}
	return proposal.Text(command.OutOrStdout())
}

func (a *app) readPlan(ctx context.Context, request plan.Request) (proposal *plan.Proposal, err error) {
	session, err := a.session(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	conn, err := session.Connect(ctx, clickhouse.Analyst)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return plan.Read(ctx, conn, request)
}
