package store

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/sql/approval"
)

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
	mode, err := approval.Mode(ctx, in.Conn)
	if err != nil {
		return err
	}
	isAboutPersons, err := isAboutPersons(ctx, in.Conn, run.Model)
	if err != nil {
		return err
	}
	d := approval.Decision{Run: run.ID, Decision: approval.Approved, IsAutomatic: true, By: approval.Automatic, Failed: failed, At: in.Clock()}
	switch {
	case failed > 0:
		d.Decision = approval.Rejected
		d.Why = fmt.Sprintf("Granskningen underkände %d av %d jämförelser. The audit failed %d of %d comparisons.", failed, compared, failed, compared)
	case mode == approval.Manual && isAboutPersons:
		return nil // it waits for a person
	case compared > 0:
		d.Why = fmt.Sprintf("Granskningen underkände ingen av %d jämförelser. The audit failed none of %d comparisons.", compared, compared)
	default:
		d.Why = "Modellen granskas inte mot gränser per grupp. The model is not audited by group."
	}
	if decided > 0 && (!wasAutomatic || before == d.Decision) {
		return nil
	}
	if d.Decision == approval.Rejected {
		in.Log.Warn("the run is not approved: what was shown before stays", "model", run.Model, "target", run.Target, "run", run.ID, "failed", failed)
	}
	return approval.Write(ctx, in.Conn, d)
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
	mode, err := approval.Mode(ctx, in.Conn)
	if err != nil || mode != approval.Manual {
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
