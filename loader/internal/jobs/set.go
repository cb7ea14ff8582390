package jobs

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/zeebo/xxh3"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/effects"
	"github.com/framsyn/framsyn/loader/internal/jobs/forecast"
	"github.com/framsyn/framsyn/loader/internal/jobs/needs"
	"github.com/framsyn/framsyn/loader/internal/jobs/risk"
	"github.com/framsyn/framsyn/loader/internal/jobs/trends"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// Set returns the jobs in order.
func Set() (job.Set, error) {
	objects, err := sqlfs.Objects()
	if err != nil {
		return nil, fmt.Errorf("read the SQL objects: %w", err)
	}
	catalogue := catalogueOf(objects)
	set := job.Set{
		{Name: "transform", Title: "delivered rows to core and mart tables", Run: transform{catalogue}.run},
		{Name: "features", Title: "outcomes and features for the risk model", Needs: []string{"transform"}, Run: features{catalogue}.run},
		{Name: "fit", Title: "fit and judge the risk model", Needs: []string{"features"}, Run: risk.Fit},
		{Name: "score", Title: "risk, expected hours and reasons of each client", Needs: []string{"fit"}, Run: refilled{catalogue, risk.Score}.run},
		{Name: "potential", Title: "what preventive interventions could change, by client and kind", Needs: []string{"score"}, Run: refilled{catalogue, effects.Potential}.run},
		{Name: "selections", Title: "who has entered and who has left saved selections", Needs: []string{"transform"}, Run: followSelections},
		{Name: "needs", Title: "what assessed needs take, and which needs make up each client's time", Needs: []string{"transform"}, Run: needs.Run},
		{Name: "equity", Title: "granted hours beside what the assessed need gets on average", Needs: []string{"needs"}, Run: needs.Equity},
		{Name: "trends", Title: "level, slope and change points by area, category, selection and client", Needs: []string{"selections"}, Run: trends.Run},
		{Name: "forecast", Title: "hours and clients by area, target group, driver and scenario, 36 months ahead", Needs: []string{"selections"}, Run: forecast.Run},
		{Name: "follow_up", Title: "what was believed of interventions, and what came", Needs: []string{"potential"}, Run: effects.FollowUp},
		{Name: "monitor", Title: "drift of the models that are shown, and alerts", Needs: []string{"score"}, Run: risk.Monitor},
		{Name: "release", Title: "tables for those who may see no persons: small groups hidden, counts rounded", Needs: []string{"selections"}, Run: release},
	}
	return set, set.Validate()
}

// DefinitionHash is a hash of all SQL objects: derived tables are rebuilt when it
// changes.
func DefinitionHash() (uint64, error) {
	objects, err := sqlfs.Objects()
	if err != nil {
		return 0, fmt.Errorf("read the SQL objects: %w", err)
	}
	var hash uint64
	for _, object := range objects {
		hash = xxh3.HashSeed(binary.LittleEndian.AppendUint64([]byte(object.Insert), hash), 1)
	}
	return hash, nil
}

// refilled is a job after which the table under the selection page is filled anew.
type refilled struct {
	catalogue

	job func(context.Context, job.Input) (job.Result, error)
}

func (r refilled) run(ctx context.Context, in job.Input) (job.Result, error) {
	result, err := r.job(ctx, in)
	if err != nil || result.RowsOut == 0 {
		return result, err
	}
	_, err = r.fill(ctx, in, "mart.candidates", time.Time{}, time.Time{})
	return result, err
}

// FillCandidates fills the table under the selection page anew, as after a
// decision on a run.
func FillCandidates(ctx context.Context, conn driver.Conn) error {
	objects, err := sqlfs.Objects()
	if err != nil {
		return fmt.Errorf("read the SQL objects: %w", err)
	}
	_, err = clickhouse.Fill(ctx, conn, catalogueOf(objects).byName["mart.candidates"], time.Time{}, time.Time{})
	return err
}
