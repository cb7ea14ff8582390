package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// newSQLCommand runs a query, by default as one who may only read.
func newSQLCommand(a *app) *cobra.Command {
	var format, as string
	var write bool
	command := &cobra.Command{
		Use:   "sql [flags] QUERY",
		Short: "Run a query and print its rows",
		Long: "Run a query and print its rows. It runs as the analyst, who reads core, mart and model, and changes nothing;\n" +
			"--as takes another account (framsyn access show), such as owner, and --write lets that one change something.\n" +
			"The query - is read from standard input.",
		Example: "  framsyn sql 'SELECT category, count() FROM mart.client_categories GROUP BY category'\n" +
			"  framsyn sql --format csv - < query.sql > rows.csv",
		Args: oneArgument,
		RunE: func(command *cobra.Command, arguments []string) error {
			query, err := queryText(command, arguments[0])
			if err != nil {
				return err
			}
			if a.json && !command.Flags().Changed("format") {
				format = "json"
			}
			role := clickhouse.Role(as)
			switch {
			case !slices.Contains(formats(), format):
				return usagef("--format: %q is none of %s", format, strings.Join(formats(), ", "))
			case write && role == clickhouse.Analyst:
				return usagef("the analyst changes nothing: add --as owner to --write")
			}
			return a.runSQL(command, query, format, role, write)
		},
	}
	command.Flags().StringVar(&format, "format", "table", "form of the rows: table, csv, tsv or json (one object a line)")
	command.Flags().StringVar(&as, "as", "analyst", "account that asks: analyst, owner, or what framsyn access show names")
	command.Flags().BoolVar(&write, "write", false, "let the query change something; needs --as")
	return command
}

func queryText(command *cobra.Command, argument string) (string, error) {
	if argument != "-" {
		return argument, nil
	}
	text, err := io.ReadAll(command.InOrStdin())
	if err != nil {
		return "", fmt.Errorf("read the query: %w", err)
	}
	return string(text), nil
}

func (a *app) runSQL(command *cobra.Command, query, format string, role clickhouse.Role, write bool) (err error) {
	ctx := command.Context()
	plan, err := clickhouse.ReadPlan(a.data, nil)
	if err != nil {
		return err
	}
	if !slices.Contains(plan.Names(), string(role)) {
		return usagef("--as: %q is none of the accounts %s", role, strings.Join(plan.Names(), ", "))
	}
	session, err := a.session(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	conn, err := session.Connect(ctx, role)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	log, err := session.Connect(ctx, clickhouse.Pages)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	trace, err := beginSQL(log, plan, role)
	if err != nil {
		return err
	}
	id := uuid.NewString()
	err = trace.run(ctx, id, query, func() error {
		ctx := ch.Context(ctx, ch.WithQueryID(id))
		if write {
			return conn.Exec(ctx, query)
		}
		if !plan.ReadOnly(string(role)) {
			ctx = ch.Context(ctx, ch.WithSettings(ch.Settings{"readonly": 2})) // settings may change, rows may not
		}
		rows, err := conn.Query(ctx, query)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		return writeRows(command.OutOrStdout(), format, trace.reading.Watch(rows))
	})
	return explain(err, role)
}

// The engine's error codes that a caller can do something about.
const (
	codeReadOnly     = 164
	codeAccessDenied = 497
	codeNoTable      = 60
	codeNoDatabase   = 81
	codeTooManyRows  = 396
	codeTimeout      = 159
	codeMemoryLimit  = 241
)

// explain adds to an error of the engine what to do about it.
func explain(err error, role clickhouse.Role) error {
	var exception *ch.Exception
	if !errors.As(err, &exception) {
		return err
	}
	advice := ""
	switch exception.Code {
	case codeReadOnly:
		advice = "the query would change something; if it should, add --write --as owner"
	case codeAccessDenied:
		advice = fmt.Sprintf("the account %s may not do this; --as owner reads everything, and with --write changes it", role)
	case codeNoTable, codeNoDatabase:
		advice = "there is no such table; framsyn schema apply makes the tables, framsyn schema dict lists them"
	case codeTooManyRows:
		advice = "the result has too many rows for the analyst; add LIMIT or aggregate"
	case codeTimeout:
		advice = "the query took too long for the analyst; ask for fewer months or columns"
	case codeMemoryLimit:
		advice = "the query needs too much memory; ask for fewer months or columns"
	default:
		return err
	}
	return fmt.Errorf("%w\n%s", err, advice)
}

func formats() []string { return []string{"table", "csv", "tsv", "json"} }
