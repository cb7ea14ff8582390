package jobs_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/sql/chtest"
)

// checksums of the derived tables, what only names a run apart.
func checksums(t *testing.T, db *chtest.DB) map[string]string {
	t.Helper()
	sums := map[string]string{}
	for _, table := range []string{
		"core.clients", "core.service_decisions", "core.decision_versions", "core.assessments", "core.visits", "core.hsl_actions", "core.hsl_client_months", "core.interventions",
		"core.areas", "core.populations", "core.capacities", "core.key_figures", "core.delivered_months", "core.need_norms", "core.staffing_norms", "core.case_times",
		"mart.client_categories", "mart.early_signs", "mart.client_months", "mart.area_months", "mart.need_outcomes", "mart.entry_outcomes", "mart.function_outcomes", "mart.outcome_sensitivity", "mart.risk_features",
	} {
		sums[table] = db.Value("SELECT concat(toString(count()), ' rows, ', toString(sum(cityHash64(toString(tuple(*)))))) FROM " + table)
	}
	return sums
}

// deliveredBetween copies the files whose names say that they were delivered in
// [from, to).
func deliveredBetween(t *testing.T, folder, from, to string) string {
	t.Helper()
	day := regexp.MustCompile(`_\d{6}_(\d{8})`)
	out := t.TempDir()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		match := day.FindStringSubmatch(entry.Name())
		if match == nil || match[1] < from || match[1] >= to {
			return nil
		}
		return os.Link(path, filepath.Join(out, entry.Name()))
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func runSome(t *testing.T, runner *job.Runner, names ...string) {
	t.Helper()
	runner.Jobs = slices.DeleteFunc(slices.Clone(runner.Jobs), func(j job.Job) bool { return !slices.Contains(names, j.Name) })
	runAll(t, runner)
}

// Deliveries that come month by month, with late and corrected rows, must give
// the same tables as all of them at once: only what they touch is rebuilt.
func TestDeliveriesInStepsGiveTheSameTables(t *testing.T) {
	deliveries := filepath.Join(t.TempDir(), "made-up")
	if _, err := generate.Run(t.Context(), generate.Options{Clients: 500, Months: 18, Seed: 5, Until: "2026-09", Out: deliveries}); err != nil {
		t.Fatal(err)
	}
	data := t.TempDir() // the same keys, so that the pseudonyms are the same
	var atOnce, inSteps map[string]string
	t.Run("at once", func(t *testing.T) {
		db := chtest.New(t)
		loadFolder(t, db, data, deliveredBetween(t, deliveries, "0", "9"))
		runSome(t, newRunner(t, db), "transform", "features")
		atOnce = checksums(t, db)
	})
	t.Run("in steps", func(t *testing.T) {
		db := chtest.New(t)
		for _, span := range [][2]string{{"0", "20260401"}, {"20260401", "20260617"}, {"20260617", "20260717"}, {"20260717", "20260718"}, {"20260718", "9"}} {
			loadFolder(t, db, data, deliveredBetween(t, deliveries, span[0], span[1]))
			runSome(t, newRunner(t, db), "transform", "features")
		}
		inSteps = checksums(t, db)
		checkAll(t, db)
	})
	for _, table := range slices.Sorted(maps.Keys(atOnce)) {
		if atOnce[table] != inSteps[table] {
			t.Errorf("%s: at once %s, in steps %s", table, atOnce[table], inSteps[table])
		}
	}
}
