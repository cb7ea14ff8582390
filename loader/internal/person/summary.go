package person

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"html/template"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

//go:embed summary.html
var summaryPage string

// summaryName is the file that is read first.
const summaryName = "sammanfattning.html"

// summary writes one document in Swedish: what is kept, why, from where, who has seen
// it, and what models have said with their reasons.
func (x Exporter) summary(ctx context.Context, r Request, done Exported, create Create) (err error) {
	facts := map[string]any{"Client": r.Client, "Purpose": r.Purpose, "Done": done, "At": x.Now().UTC()}
	for name, query := range map[string]string{
		"Who": `SELECT multiIf(sex = 'female', 'kvinna', sex = 'male', 'man', 'okänt'), formatDateTime(birth_month, '%Y-%m'), toString(areas.area_name), toString(clients.first_seen_date), toString(clients.last_seen_date),
			if(ifNull(toString(clients.death_month), '') = '', '–', formatDateTime(assumeNotNull(clients.death_month), '%Y-%m'))
			FROM core.clients AS clients LEFT JOIN core.areas AS areas ON clients.area_id = areas.area_id WHERE client_id = ID`,
		"Sources": `SELECT toString(source), toString(count()), toString(min(delivered_date)), toString(max(delivered_date)) FROM ops.load_batches WHERE batch_id IN
			(SELECT batch_id FROM raw.sol_decisions WHERE client_id = ID UNION ALL SELECT batch_id FROM raw.assessments WHERE client_id = ID UNION ALL SELECT batch_id FROM raw.visits WHERE client_id = ID
			UNION ALL SELECT batch_id FROM raw.interventions WHERE client_id = ID UNION ALL SELECT batch_id FROM raw.case_times WHERE client_id = ID UNION ALL SELECT batch_id FROM raw.person_events WHERE client_id = ID
			UNION ALL SELECT batch_id FROM raw.hsl_actions WHERE client_id = ID UNION ALL SELECT batch_id FROM raw.hsl_clients WHERE client_id = ID)
			GROUP BY source ORDER BY source`,
		"Seen": `SELECT formatDateTime(accessed_at, '%Y-%m-%d %H:%i'), toString(user_name), toString(role), toString(surface), purpose, why FROM ops.access_log WHERE client_id = ID OR has(client_ids, ID) ORDER BY accessed_at, access_id`,
		"Risks": `SELECT targets.title_sv, toString(round(100 * scores.probability, 1)), toString(round(100 * scores.probability_low, 1)), toString(round(100 * scores.probability_high, 1)), toString(scores.as_of_date),
			arrayStringConcat(arrayMap(reason -> reason.2, arraySort(groupArrayIf((reasons.rank, reasons.sentence_sv), ifNull(reasons.sentence_sv, '') != ''))), ' · ')
			FROM model.risk_scores AS scores
			INNER JOIN core.risk_targets AS targets ON scores.target = targets.target
			LEFT JOIN (SELECT target, as_of_date, run_id, rank, sentence_sv FROM model.risk_reasons WHERE client_id = ID) AS reasons
				ON scores.target = reasons.target AND scores.as_of_date = reasons.as_of_date AND scores.run_id = reasons.run_id
			WHERE scores.client_id = ID AND scores.as_of_date = (SELECT max(newest.as_of_date) FROM model.risk_scores AS newest WHERE newest.client_id = ID)
			GROUP BY targets.title_sv, scores.probability, scores.probability_low, scores.probability_high, scores.as_of_date, scores.run_id ORDER BY scores.probability DESC, targets.title_sv`,
		"Selections": `SELECT names.name, names.purpose, toString(entered_date), ifNull(toString(left_date), '–') FROM core.selection_members AS members
			INNER JOIN (SELECT selection_id, argMax(name, version) AS name, argMax(purpose, version) AS purpose FROM core.selections GROUP BY selection_id) AS names ON members.selection_id = names.selection_id
			WHERE client_id = ID ORDER BY entered_date, names.name`,
		"Purposes":   `SELECT title_sv FROM core.purposes ORDER BY title_sv`,
		"Exclusions": `SELECT toString(from_date), ifNull(toString(until_date), 'tills vidare'), if(is_from_models, 'modeller', ''), if(is_from_selections, 'urval', '') FROM core.exclusions WHERE client_id = ID ORDER BY written_at`,
	} {
		query = replaceID(query, r.Client)
		rows, err := clickhouse.Texts(ctx, x.Conn, query, nil)
		if err != nil {
			return fmt.Errorf("summary, %s: %w", name, err)
		}
		facts[name] = rows
	}
	page, err := template.New("summary").Parse(summaryPage)
	if err != nil {
		return err
	}
	file, err := create(summaryName)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return page.Execute(file, facts)
}
