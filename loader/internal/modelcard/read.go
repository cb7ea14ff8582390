package modelcard

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// ErrNoRun is returned where there is no run to make a card of.
var ErrNoRun = errors.New("there is no such run; framsyn model runs lists them, and jobs such as fit and forecast make them")

// Request says which runs: one, or those that are shown and the newest that are not.
type Request struct {
	Run    uint64 // 0 for none in particular
	Model  string // model.runs.model; empty for all
	Target string // model.runs.target; empty for all of the model
}

// Card is the card of a run.
type Card struct {
	Run      uint64    `json:"run_id,string"`
	Model    string    `json:"model"`
	Target   string    `json:"target"`
	State    string    `json:"state"`
	AsOf     string    `json:"as_of_date"`
	TitleSv  string    `json:"title_sv"`
	TitleEn  string    `json:"title_en"`
	Sections []Section `json:"sections"`

	curve  []point
	ratios []ratio
}

// Section is a part of a card.
type Section struct {
	Name    string `json:"section"`
	TitleSv string `json:"title_sv"`
	TitleEn string `json:"title_en"`
	Items   []Item `json:"items"`
}

// Item is a row of model.cards.
type Item struct {
	Name    string   `json:"item"`
	TitleSv string   `json:"title_sv,omitempty"`
	TitleEn string   `json:"title_en,omitempty"`
	GroupSv string   `json:"group_sv,omitempty"`
	GroupEn string   `json:"group_en,omitempty"`
	Value   *float64 `json:"value"`
	Low     *float64 `json:"value_low"`
	High    *float64 `json:"value_high"`
	Unit    string   `json:"unit,omitempty"`
	TextSv  string   `json:"text_sv,omitempty"`
	TextEn  string   `json:"text_en,omitempty"`
}

// point is a tenth of the calibration curve.
type point struct {
	class               string
	predicted, observed float64
}

// ratio is a comparison of the audit on the ratio scale.
type ratio struct {
	item                 string // of model.cards
	groupSv, groupEn     string
	estimate             float64
	low, high            float64
	familyLow, familyTop float64
	lowest, highest      float64
	verdict              string
}

// Read reads the cards that are asked for.
func Read(ctx context.Context, conn driver.Conn, request Request) ([]Card, error) {
	cards, err := readRuns(ctx, conn, request)
	if err != nil {
		return nil, err
	}
	if len(cards) == 0 {
		return nil, ErrNoRun
	}
	place := map[uint64]*Card{}
	var runs []uint64
	for i := range cards {
		place[cards[i].Run], runs = &cards[i], append(runs, cards[i].Run)
	}
	for _, read := range []func(context.Context, driver.Conn, []uint64, map[uint64]*Card) error{readItems, readCurves, readRatios} {
		if err := read(ctx, conn, runs, place); err != nil {
			return nil, err
		}
	}
	return cards, nil
}

func readRuns(ctx context.Context, conn driver.Conn, request Request) ([]Card, error) {
	var cards []Card
	err := clickhouse.Each(ctx, conn, `SELECT runs.run_id, toString(runs.model), toString(runs.target), if(runs.is_published, ifNull(toString(states.state), 'waiting'), 'not_published'), toString(runs.as_of_date),
			ifNull(kinds.title_sv, toString(runs.model)), ifNull(kinds.title_en, toString(runs.model)), ifNull(targets.title_sv, toString(runs.target)), ifNull(targets.title_en, toString(runs.target))
		FROM model.runs AS runs
		LEFT JOIN model.run_states AS states ON runs.run_id = states.run_id
		LEFT JOIN core.model_kinds AS kinds ON runs.model = kinds.model
		LEFT JOIN core.model_targets AS targets ON runs.target = targets.target
		WHERE runs.run_id = ? OR ? = 0 AND (states.state = 'shown' OR states.is_newest) AND (? = '' OR runs.model = ?) AND (? = '' OR runs.target = ?)
		ORDER BY kinds.position, runs.target, runs.as_of_date DESC, runs.created_at DESC
		SETTINGS join_use_nulls = 1`, []any{request.Run, request.Run, request.Model, request.Model, request.Target, request.Target}, func(row driver.Rows) error {
		var c Card
		var ofSv, ofEn string
		err := row.Scan(&c.Run, &c.Model, &c.Target, &c.State, &c.AsOf, &c.TitleSv, &c.TitleEn, &ofSv, &ofEn)
		if ofSv != "" {
			c.TitleSv, c.TitleEn = c.TitleSv+": "+ofSv, c.TitleEn+": "+ofEn
		}
		cards = append(cards, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read model.runs: %w", err)
	}
	return cards, nil
}

func readItems(ctx context.Context, conn driver.Conn, runs []uint64, cards map[uint64]*Card) error {
	err := clickhouse.Each(ctx, conn, `SELECT run_id, section, section_sv, section_en, item, title_sv, title_en, group_sv, group_en, value, value_low, value_high, unit, text_sv, text_en
		FROM model.cards WHERE has(?, run_id)
		ORDER BY run_id, section_position, position, group_sv, item`, []any{runs}, func(row driver.Rows) error {
		var run uint64
		var s Section
		var i Item
		if err := row.Scan(&run, &s.Name, &s.TitleSv, &s.TitleEn, &i.Name, &i.TitleSv, &i.TitleEn, &i.GroupSv, &i.GroupEn, &i.Value, &i.Low, &i.High, &i.Unit, &i.TextSv, &i.TextEn); err != nil {
			return err
		}
		card := cards[run]
		if n := len(card.Sections); n == 0 || card.Sections[n-1].Name != s.Name {
			card.Sections = append(card.Sections, s)
		}
		last := &card.Sections[len(card.Sections)-1]
		last.Items = append(last.Items, i)
		return nil
	})
	if err != nil {
		return fmt.Errorf("read model.cards: %w", err)
	}
	return nil
}

func readCurves(ctx context.Context, conn driver.Conn, runs []uint64, cards map[uint64]*Card) error {
	err := clickhouse.Each(ctx, conn, `SELECT run_id, toString(class), predicted, observed FROM model.calibration_curves WHERE split = 'test' AND has(?, run_id) ORDER BY run_id, class, bin`,
		[]any{runs}, func(row driver.Rows) error {
			var run uint64
			var p point
			err := row.Scan(&run, &p.class, &p.predicted, &p.observed)
			cards[run].curve = append(cards[run].curve, p)
			return err
		})
	if err != nil {
		return fmt.Errorf("read model.calibration_curves: %w", err)
	}
	return nil
}

func readRatios(ctx context.Context, conn driver.Conn, runs []uint64, cards map[uint64]*Card) error {
	err := clickhouse.Each(ctx, conn, `SELECT run_id, concat('calibration_ratio ', group_name, ' ', group_value), toString(verdict), assumeNotNull(value), ifNull(value_low, nan), ifNull(value_high, nan),
			ifNull(family_low, nan), ifNull(family_high, nan), ifNull(limit_low, nan), ifNull(limit_high, nan)
		FROM model.audits WHERE measure = 'calibration_ratio' AND isNotNull(value) AND has(?, run_id)`,
		[]any{runs}, func(row driver.Rows) error {
			var run uint64
			var r ratio
			err := row.Scan(&run, &r.item, &r.verdict, &r.estimate, &r.low, &r.high, &r.familyLow, &r.familyTop, &r.lowest, &r.highest)
			cards[run].ratios = append(cards[run].ratios, r)
			return err
		})
	if err != nil {
		return fmt.Errorf("read model.audits: %w", err)
	}
	for _, card := range cards {
		card.orderRatios()
	}
	return nil
}

// orderRatios gives the ratios the names and the order of the card's table.
func (c *Card) orderRatios() {
	var ordered []ratio
	for _, section := range c.Sections {
		if section.Name != "audit" {
			continue
		}
		for _, item := range section.Items {
			at := slices.IndexFunc(c.ratios, func(r ratio) bool { return r.item == item.Name })
			if at >= 0 {
				r := c.ratios[at]
				r.groupSv, r.groupEn = item.GroupSv, item.GroupEn
				ordered = append(ordered, r)
			}
		}
	}
	c.ratios = ordered
}
