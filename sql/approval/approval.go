package approval

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/rows"
)

// Decisions on a run, as model.approvals has them.
const (
	Approved = "approved"
	Rejected = "rejected"
)

// Who approves runs, as model.approval_settings has it.
const (
	// Automatic is the mode in which the limits decide, and who decides where they do.
	Automatic = "automatic"
	// Manual is the mode in which a person decides on what is about persons.
	Manual = "manual"
)

// Decision is a row of model.approvals.
type Decision struct {
	Run         uint64
	Decision    string // Approved or Rejected
	IsAutomatic bool
	By, Why     string
	Failed      uint64 // comparisons of the audit that had failed
	At          time.Time
}

// Write appends a decision.
func Write(ctx context.Context, conn driver.Conn, d Decision) error {
	err := conn.Exec(ctx, `INSERT INTO model.approvals (run_id, decision, is_automatic, decided_by, why, n_failed, decided_at) VALUES (?, ?, ?, ?, ?, ?, toDateTime64(?, 6, 'UTC'))`,
		d.Run, d.Decision, d.IsAutomatic, d.By, d.Why, uint32(d.Failed), d.At.UTC().Format("2006-01-02 15:04:05.000000"))
	if err != nil {
		return fmt.Errorf("write model.approvals: %w", err)
	}
	return nil
}

// Mode is who approves runs: the newest of model.approval_settings, else Automatic.
func Mode(ctx context.Context, conn driver.Conn) (string, error) {
	var mode string
	var n uint64
	if err := conn.QueryRow(ctx, `SELECT toString(argMax(mode, set_at)), count() FROM model.approval_settings`).Scan(&mode, &n); err != nil {
		return "", fmt.Errorf("read model.approval_settings: %w", err)
	}
	if n == 0 {
		return Automatic, nil
	}
	return mode, nil
}

// State is a row of model.run_states.
type State struct {
	Run       uint64    `json:"run_id,string"`
	Model     string    `json:"model"`
	Target    string    `json:"target"`
	AsOf      time.Time `json:"as_of_date"`
	State     string    `json:"state"`
	IsNewest  bool      `json:"is_newest"`
	DecidedBy string    `json:"decided_by"`
	Why       string    `json:"why"`
	Passed    uint64    `json:"n_passed"`
	NotShown  uint64    `json:"n_not_shown"`
	Failed    uint64    `json:"n_failed"`
}

// States reads where each published run stands, the newest of each model first.
func States(ctx context.Context, conn driver.Conn) ([]State, error) {
	var out []State
	err := rows.Each(ctx, conn, `SELECT run_id, toString(model), toString(target), as_of_date, toString(state), is_newest, decided_by, why, n_passed, n_not_shown, n_failed
		FROM model.run_states ORDER BY model, target, as_of_date DESC, created_at DESC`, nil, func(row driver.Rows) error {
		var s State
		err := row.Scan(&s.Run, &s.Model, &s.Target, &s.AsOf, &s.State, &s.IsNewest, &s.DecidedBy, &s.Why, &s.Passed, &s.NotShown, &s.Failed)
		out = append(out, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read model.run_states: %w", err)
	}
	return out, nil
}
