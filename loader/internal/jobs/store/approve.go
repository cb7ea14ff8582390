package store

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
)

// Decisions on a run, as model.approvals has them.
const (
	Approved = "approved"
	Rejected = "rejected"
	// Automatic is who decides where the limits do.
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

// Decide appends a decision.
func Decide(ctx context.Context, conn driver.Conn, d Decision) error {
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
	var rows uint64
	if err := conn.QueryRow(ctx, `SELECT toString(argMax(mode, set_at)), count() FROM model.approval_settings`).Scan(&mode, &rows); err != nil {
		return "", fmt.Errorf("read model.approval_settings: %w", err)
	}
	if rows == 0 {
		return Automatic, nil
	}
	return mode, nil
}

// approve decides on a run by the limits, before its row makes it count. A run
// whose audit has failed is rejected; one about persons waits where a person
// decides. What a person has decided stands.
func approve(ctx context.Context, in job.Input, run Run) error {
	var failed, compared, decided uint64
	var before string
	var wasAutomatic bool
	err := in.Conn.QueryRow(ctx, `SELECT (SELECT countIf(verdict = 'failed') FROM model.audits WHERE run_id = {run:UInt64}), (SELECT countIf(verdict != 'no_limit') FROM model.audits WHERE run_id = {run:UInt64}),
			count(), toString(argMax(decision, decided_at)), argMax(is_automatic, decided_at)
		FROM model.approvals WHERE run_id = {run:UInt64}`, driver.NamedValue{Name: "run", Value: fmt.Sprint(run.ID)}).Scan(&failed, &compared, &decided, &before, &wasAutomatic)
	if err != nil {
		return fmt.Errorf("read the audit of run %d: %w", run.ID, err)
	}
	mode, err := Mode(ctx, in.Conn)
	if err != nil {
		return err
	}
	isAboutPersons, err := isAboutPersons(ctx, in.Conn, run.Model)
	if err != nil {
		return err
	}
	d := Decision{Run: run.ID, Decision: Approved, IsAutomatic: true, By: Automatic, Failed: failed, At: in.Clock()}
	switch {
	case failed > 0:
		d.Decision = Rejected
		d.Why = fmt.Sprintf("Granskningen underkände %d av %d jämförelser. The audit failed %d of %d comparisons.", failed, compared, failed, compared)
	case mode == Manual && isAboutPersons:
		return nil // it waits for a person
	case compared > 0:
		d.Why = fmt.Sprintf("Granskningen underkände ingen av %d jämförelser. The audit failed none of %d comparisons.", compared, compared)
	default:
		d.Why = "Modellen granskas inte mot gränser per grupp. The model is not audited by group."
	}
	if decided > 0 && (!wasAutomatic || before == d.Decision) {
		return nil
	}
	if d.Decision == Rejected {
		in.Log.Warn("the run is not approved: what was shown before stays", "model", run.Model, "target", run.Target, "run", run.ID, "failed", failed)
	}
	return Decide(ctx, in.Conn, d)
}

func isAboutPersons(ctx context.Context, conn driver.Conn, model string) (bool, error) {
	var is bool
	// A model that is not in the list is treated as one about persons.
	if err := conn.QueryRow(ctx, `SELECT countIf(NOT is_about_persons) = 0 FROM core.model_kinds WHERE model = ?`, model).Scan(&is); err != nil {
		return false, fmt.Errorf("read core.model_kinds: %w", err)
	}
	return is, nil
}

// heldNote says that a run of the day is shown and that a newer one would have to
// wait for a person: what is shown is not overwritten by what is not approved.
const heldNote = "a run of %s is approved and shown, and one of newer data would wait for a person: framsyn model reject --run %d first, then run the job again"

// Held says why a job must not write a model's rows of a day over those that are
// shown; empty where it may. It is for jobs whose tables hold one run of a day.
func Held(ctx context.Context, in job.Input, model, target string) (string, error) {
	mode, err := Mode(ctx, in.Conn)
	if err != nil || mode != Manual {
		return "", err
	}
	var shown, runs uint64
	err = in.Conn.QueryRow(ctx, `SELECT any(run_id), count() FROM model.current_runs WHERE model = ? AND target = ? AND as_of_date = ?`,
		model, target, in.AsOf.Format(time.DateOnly)).Scan(&shown, &runs)
	if err != nil {
		return "", fmt.Errorf("read model.current_runs: %w", err)
	}
	if runs == 0 || shown == RunID(in, model, target) {
		return "", nil
	}
	return fmt.Sprintf(heldNote, in.AsOf.Format(time.DateOnly), shown), nil
}
