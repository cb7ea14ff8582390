package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"github.com/framsyn/framsyn/loader/internal/modelcard"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// newModelFileCommand writes what the file of the AI Act takes from the database.
func newModelFileCommand(a *app) *cobra.Command {
	var out string
	command := &cobra.Command{
		Use:   "file --out DIR",
		Short: "Write the generated parts of the AI Act file: all cards, audits, limits and approvals",
		Long: "Write into a folder what the AI Act file (docs/protection/ai_act_file.md) takes from the database: the cards of all models in Swedish and\n" +
			"English as HTML and Markdown, with both languages as JSON, and as CSV the runs with their states, the decisions on them, the bias audits, the limits and\n" +
			"their changes. Files of the same names are replaced; nothing in them is about persons.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if out == "" {
				return usagef("--out DIR is needed: the folder to write to")
			}
			return a.writeModelFile(command, out)
		},
	}
	command.Flags().StringVar(&out, "out", "", "folder to write to; made if it is not there")
	return command
}

// fileTable is a table of the file.
type fileTable struct{ name, query string }

func fileTables() []fileTable {
	return []fileTable{
		{"runs.csv", `SELECT states.run_id, states.model, states.target, states.as_of_date, states.created_at, states.state, states.decided_by, states.decided_at, states.why, states.n_passed, states.n_not_shown, states.n_failed
			FROM model.run_states AS states ORDER BY states.model, states.target, states.as_of_date DESC, states.created_at DESC`},
		{"approvals.csv", `SELECT run_id, decision, is_automatic, decided_by, why, n_failed, decided_at FROM model.approvals ORDER BY decided_at, run_id`},
		{"approval_settings.csv", `SELECT mode, set_by, why, set_at FROM model.approval_settings ORDER BY set_at`},
		{"audits.csv", `SELECT run_id, group_name, group_value, measure, value, value_low, value_high, family_low, family_high, limit_low, limit_high, verdict, n_rows, n_clients, n_events
			FROM model.audits WHERE run_id IN (SELECT states.run_id FROM model.run_states AS states WHERE states.state = 'shown' OR states.is_newest) ORDER BY run_id, group_name, group_value, measure`},
		{"audit_limits.csv", `SELECT measure, group_name, lowest, highest, why_sv, why_en, changed_by, changed_at FROM core.audit_limits ORDER BY measure, group_name`},
		{"audit_limit_changes.csv", `SELECT measure, group_name, lowest, highest, why, changed_by, changed_at FROM core.audit_limit_changes ORDER BY changed_at`},
		{"alerts.csv", `SELECT run_id, model, target, kind, about, value, lowest, highest FROM model.alerts ORDER BY model, target, kind, about`},
	}
}

func (a *app) writeModelFile(command *cobra.Command, folder string) error {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	files, cards := 0, 0
	err := a.asAnalyst(command.Context(), func(conn driver.Conn) error {
		found, err := modelcard.Read(command.Context(), conn, modelcard.Request{})
		if err != nil {
			return err
		}
		cards = len(found)
		for _, language := range modelcard.Languages() {
			for _, format := range cardFormats() {
				if format == "json" && language != modelcard.Swedish {
					continue // it holds both languages
				}
				name := "model-cards." + string(language) + "." + format
				if format == "json" {
					name = "model-cards.json"
				}
				if err := writeTo(command, filepath.Join(folder, name), func(w io.Writer) error { return writeCardsAs(w, found, language, format) }); err != nil {
					return err
				}
				files++
			}
		}
		for _, table := range fileTables() {
			if err := writeTo(command, filepath.Join(folder, table.name), func(w io.Writer) error { return writeTable(command, w, conn, table.query) }); err != nil {
				return fmt.Errorf("%s: %w", table.name, err)
			}
			files++
		}
		return nil
	})
	if err != nil {
		return explain(err, clickhouse.Analyst)
	}
	if a.json {
		return printJSON(command.OutOrStdout(), map[string]any{"folder": folder, "files": files, "cards": cards})
	}
	_, err = fmt.Fprintf(command.OutOrStdout(), "%d files, %d cards, %s\n", files, cards, folder)
	return err
}

// writeTable writes a query's rows as CSV.
func writeTable(command *cobra.Command, w io.Writer, conn driver.Conn, query string) error {
	rows, err := conn.Query(command.Context(), query)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // writeRows has said what went wrong
	return writeRows(w, "csv", rows)
}
