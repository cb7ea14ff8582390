package approval_test

import (
	"errors"
	"testing"
	"time"

	"github.com/framsyn/framsyn/sql/approval"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

func TestAskIsHeldToItsRules(t *testing.T) {
	good := approval.State{Run: 7}
	failed := approval.State{Run: 7, Failed: 2}
	for _, c := range []struct {
		name string
		ask  approval.Ask
		run  approval.State
		want error
	}{
		{"no reason", approval.Ask{Approve: true, By: "eva", Why: " "}, good, approval.ErrNoReason},
		{"nobody", approval.Ask{Approve: true, Why: "card read"}, good, approval.ErrNobody},
		{"the limits' name", approval.Ask{By: approval.Automatic, Why: "card read"}, good, approval.ErrNobody},
		{"an identity number", approval.Ask{By: "eva", Why: "about 19121212" + "-1212"}, good, approval.ErrIdentity},
		{"a failed audit", approval.Ask{Approve: true, By: "eva", Why: "card read"}, failed, approval.ErrAudit},
		{"a failed audit, said so", approval.Ask{Approve: true, DespiteAudit: true, By: "eva", Why: "card read"}, failed, nil},
		{"a rejection of it", approval.Ask{By: "eva", Why: "card read"}, failed, nil},
		{"an approval", approval.Ask{Approve: true, By: "eva", Why: "card read"}, good, nil},
	} {
		if err := errors.Join(c.ask.Validate(), c.ask.Judge(c.run)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// The newest decision counts, and what was decided before stays.
func TestDecideAppends(t *testing.T) {
	db := chtest.New(t)
	conn := db.Conn(clickhouse.Owner)
	db.Exec("INSERT INTO model.runs (run_id, model, target, as_of_date, status, is_published) VALUES (7, 'risk', 'need_doubled', '2026-03-16', 'converged', true)")
	stands := func(want string) approval.State {
		t.Helper()
		states, err := approval.States(t.Context(), conn)
		if err != nil || len(states) != 1 || states[0].State != want {
			t.Fatalf("%+v, %v, want %s", states, err, want)
		}
		return states[0]
	}
	at := time.Date(2026, 3, 17, 8, 0, 0, 0, time.UTC)
	for i, step := range []struct {
		approve bool
		want    string
	}{{true, "shown"}, {false, "rejected"}} {
		ask := approval.Ask{Approve: step.approve, By: " eva ", Why: " card read "}
		state := approval.State{Run: 7}
		if i == 0 {
			state = stands("waiting")
		}
		decided, err := ask.Decide(t.Context(), conn, state, at.Add(time.Duration(i)*time.Second))
		if err != nil || decided.By != "eva" || decided.Why != "card read" {
			t.Errorf("%+v, %v", decided, err)
		}
		stands(step.want)
	}
	if _, err := (approval.Ask{By: "eva"}).Decide(t.Context(), conn, approval.State{Run: 7}, at); !errors.Is(err, approval.ErrNoReason) {
		t.Errorf("without a reason: %v", err)
	}
	if got := db.Value("SELECT groupArray(toString(decision)) FROM (SELECT decision FROM model.approvals ORDER BY decided_at)"); got != "['approved','rejected']" {
		t.Errorf("kept %s", got)
	}
	if mode, err := approval.Mode(t.Context(), conn); err != nil || mode != approval.Automatic {
		t.Errorf("mode %q, %v", mode, err)
	}
}
