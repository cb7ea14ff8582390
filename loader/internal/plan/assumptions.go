package plan

import (
	"context"
	"fmt"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// norm is a row of core.staffing_norms.
type norm struct {
	paidHours, absence, travel, share float64
	isExample                         bool
}

func readNorms(ctx context.Context, conn driver.Conn) (map[string]norm, error) {
	norms := map[string]norm{}
	err := clickhouse.Each(ctx, conn, `SELECT toString(profession), paid_h_per_month, absence_share, travel_share, client_share, is_example FROM core.staffing_norms`, nil,
		func(row driver.Rows) error {
			var name string
			var n norm
			err := row.Scan(&name, &n.paidHours, &n.absence, &n.travel, &n.share, &n.isExample)
			norms[name] = n
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read core.staffing_norms: %w", err)
	}
	return norms, nil
}

// assumptions are what the proposal supposes, in sentences.
func (p *Proposal) assumptions(rows []staffRow, norms map[string]norm) []string {
	out := []string{fmt.Sprintf("The need is the mean of the forecast of %s, %d months ahead, scenario %s; low and high are its 80 %% interval.",
		p.AsOf, p.HorizonMonths, p.Scenario)}
	for _, profession := range p.Professions {
		if n, ok := norms[profession.Profession]; ok {
			out = append(out, profession.Profession+": "+n.sentence())
		}
	}
	out = append(out, performedSentence(rows)...)
	out = append(out, capacitySentence(rows)...)
	out = append(out, unknownAreaSentence(rows)...)
	out = append(out, p.noiseSentence()...)
	return append(out,
		fmt.Sprintf("At most %s %% of an area's staff leaves it, in days of %d hours, as long as a day more lowers the greater shortage of the two areas.",
			decimal(100*p.MostMoved, 0), stepHours),
		"It does not know who can work where, contracts, travel between areas, or what changing teams does to continuity: a proposal to talk about.")
}

func (n norm) sentence() string {
	whose := "the municipality's own numbers"
	if n.isExample {
		whose = "an example, not the municipality's own numbers"
	}
	return fmt.Sprintf("of %s paid hours a month %s %% are absence; of the hours at work %s %% are travel, and %s %% of the rest are with clients (%s).",
		decimal(n.paidHours, 1), decimal(100*n.absence, 1), decimal(100*n.travel, 1), decimal(100*n.share, 1), whose)
}

// performedSentence tells how much of granted home care is taken to be performed.
func performedSentence(rows []staffRow) []string {
	var least, most float64
	for _, s := range rows {
		if s.performedShare != nil && s.ID != "" {
			if least == 0 || *s.performedShare < least {
				least = *s.performedShare
			}
			most = max(most, *s.performedShare)
		}
	}
	if most == 0 {
		return nil
	}
	return []string{fmt.Sprintf("Of granted home care %s to %s %% is taken to be performed, by area, as in the last six delivered months.",
		decimal(100*least, 0), decimal(100*most, 0))}
}

func capacitySentence(rows []staffRow) []string {
	var assumed []string
	seen := map[string]bool{}
	for _, s := range rows {
		if s.IsCapacityAssumed && !seen[s.ID] {
			seen[s.ID] = true
			assumed = append(assumed, s.ID)
		}
	}
	if len(assumed) == 0 {
		return nil
	}
	return []string{"The month's capacity was not delivered for " + strings.Join(assumed, ", ") + ": that of the newest month before is used."}
}

// unknownAreaSentence tells of needs that no area's staff is counted for.
func unknownAreaSentence(rows []staffRow) []string {
	var hours float64
	for _, s := range rows {
		if s.ID == "" {
			hours += s.NeededH
		}
	}
	if hours < 0.5 {
		return nil
	}
	return []string{fmt.Sprintf("Clients without a known area need %s hours more, which are in no area and not in what is lacking.", decimal(hours, 0))}
}

// noiseSentence tells how many moves are less than the forecast is sure of.
func (p *Proposal) noiseSentence() []string {
	moves, unsure := 0, 0
	for _, profession := range p.Professions {
		halfWidth := map[string]float64{}
		for _, a := range profession.Areas {
			halfWidth[a.ID] = (a.NeededHighH - a.NeededLowH) / 2
		}
		for _, m := range profession.Moves {
			moves++
			if m.Hours < max(halfWidth[m.From], halfWidth[m.To]) {
				unsure++
			}
		}
	}
	if unsure == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%d of the %d moves are smaller than half the 80 %% interval of the giving or the receiving area's need: the need may turn out so that they were not needed.",
		unsure, moves)}
}
