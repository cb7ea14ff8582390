package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/up"
	"github.com/framsyn/framsyn/sql/approval"
)

// newModelApprovalCommand says or sets who approves runs.
func newModelApprovalCommand(a *app) *cobra.Command {
	f := &upFlags{}
	var mode, why, by string
	command := &cobra.Command{
		Use:   "approval",
		Short: "Say who approves runs, or set it: the limits of the bias audit by themselves, or a person",
		Long: "Without --mode, print who approves runs. automatic: a run whose bias audit has not failed is approved by itself. manual: a run of a\n" +
			"model that says something of single persons (risk, hours, effect) waits until someone approves it. A run whose audit has failed is\n" +
			"never approved by itself. The setting counts for runs made from now on, and is kept with who set it and why.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			switch {
			case mode == "":
				return a.printApproval(command)
			case mode != approval.Automatic && mode != approval.Manual:
				return usagef("--mode: %q is none of %s, %s", mode, approval.Automatic, approval.Manual)
			case strings.TrimSpace(why) == "":
				return usagef("--why is needed: the reason, which is kept")
			}
			who, err := whoDecides(by)
			if err != nil {
				return err
			}
			return a.withFramsyn(command, f, func(framsyn *up.Framsyn) error {
				err := framsyn.Owner().Exec(command.Context(), `INSERT INTO model.approval_settings (mode, set_by, why, set_at) VALUES (?, ?, ?, toDateTime64(?, 6, 'UTC'))`,
					mode, who, strings.TrimSpace(why), microseconds(time.Now()))
				if err != nil {
					return fmt.Errorf("write model.approval_settings: %w", err)
				}
				_, err = fmt.Fprintf(command.OutOrStdout(), "%s, set by %s\n", mode, who)
				return err
			})
		},
	}
	flags := command.Flags()
	flags.StringVar(&mode, "mode", "", "automatic or manual")
	flags.StringVar(&why, "why", "", "why; required with --mode")
	flags.StringVar(&by, "by", "", "who sets it; the user of the operating system if empty")
	return command
}

func microseconds(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05.000000") }

func (a *app) printApproval(command *cobra.Command) error {
	return a.asAnalyst(command.Context(), func(conn driver.Conn) error {
		mode, err := approval.Mode(command.Context(), conn)
		if err != nil {
			return err
		}
		if a.json {
			return printJSON(command.OutOrStdout(), map[string]string{"mode": mode})
		}
		_, err = fmt.Fprintln(command.OutOrStdout(), mode)
		return err
	})
}

// newModelLimitCommand sets a limit of the bias audit.
func newModelLimitCommand(a *app) *cobra.Command {
	f := &upFlags{}
	var measure, group, why, by string
	var lowest, highest float64
	command := &cobra.Command{
		Use:   "limit --measure NAME --group NAME --why TEXT",
		Short: "Set a limit of the bias audit, which counts for runs made from now on",
		Long: "Set what the bias audit holds a measure of a grouping against. Without --lowest and --highest it is measured but not judged. The change\n" +
			"is kept in core.audit_limit_changes with who made it and why; core.audit_limits has the limits that count.",
		Example: "  framsyn model limit --measure auc_gap --group area --lowest -0.08 --why 'små områden, beslut i nämnden 2026-09-10'",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if strings.TrimSpace(why) == "" {
				return usagef("--why is needed: the reason, which is kept")
			}
			who, err := whoDecides(by)
			if err != nil {
				return err
			}
			low, high := given(command, "lowest", lowest), given(command, "highest", highest)
			if low != nil && high != nil && *low > *high {
				return usagef("--lowest %g is above --highest %g", lowest, highest)
			}
			return a.withFramsyn(command, f, func(framsyn *up.Framsyn) error {
				return setLimit(command, framsyn.Owner(), measure, group, low, high, strings.TrimSpace(why), who)
			})
		},
	}
	flags := command.Flags()
	flags.StringVar(&measure, "measure", "", "calibration_ratio, auc_gap or missed_gap")
	flags.StringVar(&group, "group", "", "sex, age_band, area, household or hours_band")
	flags.Float64Var(&lowest, "lowest", 0, "lowest value that is within; none if not given")
	flags.Float64Var(&highest, "highest", 0, "highest value that is within; none if not given")
	flags.StringVar(&why, "why", "", "why; required")
	flags.StringVar(&by, "by", "", "who sets it; the user of the operating system if empty")
	return command
}

// given is a flag's value; nil where it was not given.
func given(command *cobra.Command, flag string, value float64) *float64 {
	if !command.Flags().Changed(flag) {
		return nil
	}
	return &value
}

func setLimit(command *cobra.Command, conn driver.Conn, measure, group string, low, high *float64, why, who string) error {
	var known uint64
	err := conn.QueryRow(command.Context(), `SELECT count() FROM core.audit_limits WHERE measure = ? AND group_name = ?`, measure, group).Scan(&known)
	if err != nil {
		return fmt.Errorf("read core.audit_limits: %w", err)
	}
	if known == 0 {
		return usagef("--measure %q --group %q: the bias audit does not measure that; SELECT measure, group_name FROM core.audit_limits lists what it does", measure, group)
	}
	err = conn.Exec(command.Context(), `INSERT INTO core.audit_limit_changes (measure, group_name, lowest, highest, why, changed_by, changed_at) VALUES (?, ?, ?, ?, ?, ?, toDateTime64(?, 6, 'UTC'))`,
		measure, group, low, high, why, who, microseconds(time.Now()))
	if err != nil {
		return fmt.Errorf("write core.audit_limit_changes: %w", err)
	}
	_, err = fmt.Fprintf(command.OutOrStdout(), "%s %s, set by %s\n", measure, group, who)
	return err
}
