package plugin

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/store"
	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/queries"
)

// decided is the answer to a decision that was written down.
type decided struct {
	LedgerID    string `json:"ledgerId"`
	DecidedDate string `json:"decidedDate"`
}

// decide appends a decision on a client to core.intervention_ledger: an
// intervention that is registered, a proposal that is not followed, or a row that
// is withdrawn. The scores in the row are those that stand now. They are read as
// the caller's database user, so that nobody writes of a client whom he does not
// see; the user that writes need not read them.
func (i *Instance) decide(c call) (any, error) {
	if !may(c.who, decideInterventions) {
		return nil, refuse("Rollen %s registrerar inte insatser: det gör enhetschef och förebyggande team.", "The role %s does not register interventions: unit managers and prevention teams do.", c.who.Role)
	}
	var body decisionRequest
	if err := readBody(c, &body); err != nil {
		return nil, err
	}
	now := i.now()
	wanted, err := body.validate(dayOf(now.In(i.settings.Location)))
	if err != nil {
		return nil, err
	}
	// What somebody may not see is not there for him, whatever else is wrong.
	rests, err := i.basisOf(c, wanted)
	if err != nil {
		return nil, err
	}
	if err := i.checkDecision(c, &wanted, rests); err != nil {
		return nil, err
	}
	return i.writeDecision(c, wanted, rests, now)
}

// basis is what a decision rests on: a row of the query decision_basis.
type basis struct {
	asOf                           *time.Time
	run                            *uint64
	target                         string
	probability, riskLow, riskHigh *float64
	hoursNow                       *float64
	hours, hoursLow, hoursHigh     *float64
	potential, potentialLow        *float64
	potentialHigh                  *float64
	potentialRun                   *uint64
	isSupported                    *bool
	reasons                        []string
	sameStarted                    *time.Time
	sameIsDelivered                *bool
	sameLedger                     *uint64
}

// basisOf asks decision_basis as the caller: a client of another area has no row.
func (i *Instance) basisOf(c call, wanted decision) (basis, error) {
	parameters := map[string]any{"client": strconv.FormatUint(wanted.client, 10), "kind": wanted.kind}
	if wanted.started != nil {
		parameters["start"] = wanted.started.Format(time.DateOnly)
	}
	model := Model{Kind: kindNamed, Name: "decision_basis", Parameters: parameters, Language: c.language}
	p, err := i.plan(c.Context(), c.who, &model, window{}, originOf(c.who, c.Header.Get))
	if err != nil {
		return basis{}, err
	}
	var b basis
	found := false
	_, err = i.store.Run(c.Context(), p.statement, func(rows driver.Rows) error {
		for rows.Next() {
			var client uint64
			found = true
			if err := rows.Scan(&client, &b.asOf, &b.run, &b.target, &b.probability, &b.riskLow, &b.riskHigh, &b.hoursNow, &b.hours, &b.hoursLow, &b.hoursHigh,
				&b.potential, &b.potentialLow, &b.potentialHigh, &b.potentialRun, &b.isSupported, &b.reasons, &b.sameStarted, &b.sameIsDelivered, &b.sameLedger); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	if err == nil && !found {
		err = refuse("Brukaren finns inte i något av dina områden.", "The client is in none of your areas.")
	}
	return b, err
}

// checks is what the lists and the ledger say of a decision.
const checks = `SELECT
    {kind:String} IN (SELECT toString(kinds.kind) FROM core.intervention_kinds AS kinds) AS is_kind,
    {selection:String} IN (SELECT toString(selections.selection_id) FROM core.selections AS selections) AS is_selection,
    (SELECT groupArray(reasons.needs_words) FROM core.not_followed_reasons AS reasons WHERE reasons.reason = {reason:String}) AS needs_words,
    (
        SELECT groupArray((standing.kind, toString(standing.decision), toBool(isNotNull(standing.intervention_id))))
        FROM core.standing_decisions AS standing
        WHERE standing.ledger_id = {corrects:UInt64} AND standing.client_id = {client:UInt64} AND standing.is_registered
    ) AS corrected`

// checkDecision holds a decision against the lists and against what stands in the
// ledger. A withdrawal gets the kind of what it withdraws.
func (i *Instance) checkDecision(c call, wanted *decision, rests basis) error {
	parameters := map[string]string{}
	for name, value := range map[string]string{"kind": wanted.kind, "selection": wanted.selection, "reason": wanted.reason} {
		text, err := queries.Encode("String", value)
		if err != nil {
			return err
		}
		parameters[name] = text
	}
	parameters["corrects"] = strconv.FormatUint(wanted.correctsID(), 10)
	parameters["client"] = strconv.FormatUint(wanted.client, 10)
	origin := originOf(c.who, c.Header.Get)
	origin.Query = "decide"
	var found facts
	_, err := i.store.Run(c.Context(), store.Query{SQL: checks, Parameters: parameters, Account: c.who.Account, Origin: origin}, func(rows driver.Rows) error {
		for rows.Next() {
			if err := found.scan(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	if err != nil {
		return err
	}
	if err := wanted.check(found, rests); err != nil {
		return err
	}
	if wanted.decision == withdrawn {
		wanted.kind = found.corrected[0].kind
	}
	return nil
}

// writeDecision logs who writes of whom, and appends the row. The log comes first:
// a row without its trace would be worse than a trace without its row.
func (i *Instance) writeDecision(c call, wanted decision, rests basis, now time.Time) (any, error) {
	conn, err := i.store.Writer()
	if err != nil {
		return nil, err
	}
	ctx := c.Context()
	if err := logWrite(ctx, conn, c, wanted.client, now); err != nil {
		return nil, err
	}
	id, err := newLedgerID()
	if err != nil {
		return nil, err
	}
	day := dayOf(now.In(i.settings.Location))
	batch, err := conn.PrepareBatch(ctx, `INSERT INTO core.intervention_ledger (ledger_id, written_at, decided_date, known_date, client_id, kind, decision, why, chosen_by,
		selection_id, as_of_date, run_id, risk_target, risk_probability, risk_low, risk_high, hours_now, hours_expected, hours_expected_low, hours_expected_high,
		potential_h, potential_low_h, potential_high_h, potential_run_id, is_potential_supported, reasons_sv, believed_change_h_per_month,
		started_date, planned_end_date, reason, corrects_ledger_id)`)
	if err != nil {
		return nil, err
	}
	if err := batch.Append(id, now.UTC(), day, day, wanted.client, wanted.kind, string(wanted.decision), wanted.why, pseudonymOf(c.who.Login),
		wanted.selection, rests.asOf, rests.run, rests.target, rests.probability, rests.riskLow, rests.riskHigh, rests.hoursNow, rests.hours, rests.hoursLow, rests.hoursHigh,
		rests.potential, rests.potentialLow, rests.potentialHigh, rests.potentialRun, rests.isSupported, rests.reasons, wanted.believed,
		wanted.started, wanted.plannedEnd, wanted.reason, wanted.corrects); err != nil {
		return nil, err
	}
	if err := batch.Send(); err != nil {
		return nil, err
	}
	return decided{LedgerID: strconv.FormatUint(id, 10), DecidedDate: day.Format(time.DateOnly)}, nil
}

// logWrite leaves a trace of who wrote of a client; the call needs no other.
func logWrite(ctx context.Context, conn driver.Conn, c call, client uint64, now time.Time) error {
	err := audit.Write(ctx, conn, audit.Entry{
		Asker: askerOf(c.who, addressOf(c.Header.Get), ""), ID: uuid.New(), At: now, Purpose: "beslut om insats", Surface: audit.Page, Request: c.Pattern,
		Objects: []string{"core.intervention_ledger"}, Rows: 1, Clients: 1, ClientID: client, Outcome: audit.OK,
	})
	if err == nil {
		audit.From(ctx).Leave()
	}
	return err
}

// newLedgerID is a number that no row has; 0 stands for none.
func newLedgerID() (uint64, error) {
	var bytes [8]byte
	if _, err := rand.Read(bytes[:]); err != nil {
		return 0, err
	}
	return binary.BigEndian.Uint64(bytes[:]) | 1, nil
}

// pseudonymOf is the pseudonym of a login. Officers get theirs from the key of the
// loader, which the plugin does not have, so that this one is a plain hash: it
// keeps names out of tables and files, and is no secret from somebody who has the
// list of logins. ops.access_log has the login itself.
func pseudonymOf(login string) string {
	sum := sha256.Sum256([]byte("decided by:" + strings.ToLower(strings.TrimSpace(login))))
	return hex.EncodeToString(sum[:8])
}

// dayOf is the day of an instant in its location, as midnight UTC: how the driver
// takes days.
func dayOf(instant time.Time) time.Time {
	year, month, day := instant.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}
