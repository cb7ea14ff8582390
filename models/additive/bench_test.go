package additive_test

import (
	"math"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/framsyn/framsyn/models/additive"
	"github.com/framsyn/framsyn/models/evaluate"
	"github.com/framsyn/framsyn/models/modeltest"
)

// benchTask reads columns id, fold, y and features; text is nominal, empty is missing.
func benchTask(t *testing.T, name string) (additive.Table, []int) {
	t.Helper()
	rows := modeltest.BenchRows(t, "tasks/"+name+".csv.gz")
	header, rows := rows[0], rows[1:]
	var out additive.Table
	var fold []int
	for _, r := range rows {
		id, err1 := strconv.ParseUint(r[0], 10, 64)
		k, err2 := strconv.Atoi(r[1])
		y, err3 := strconv.ParseFloat(r[2], 64)
		if err1 != nil || err2 != nil || err3 != nil {
			t.Fatalf("row %v", r)
		}
		fold, out.Data.Y, out.Data.Person = append(fold, k), append(out.Data.Y, y), append(out.Data.Person, id)
	}
	for j := 3; j < len(header); j++ {
		feature, column := benchColumn(header[j], rows, j)
		out.Columns, out.Data.X = append(out.Columns, feature), append(out.Data.X, column)
	}
	return out, fold
}

func benchColumn(name string, rows [][]string, j int) (additive.Feature, []float64) {
	f := additive.Feature{Name: name}
	nominal := slices.ContainsFunc(rows, func(r []string) bool {
		_, err := strconv.ParseFloat(r[j], 64)
		return err != nil && r[j] != ""
	})
	if nominal {
		for _, r := range rows {
			if at, has := slices.BinarySearch(f.Levels, r[j]); !has && r[j] != "" {
				f.Levels = slices.Insert(f.Levels, at, r[j])
			}
		}
	}
	out := make([]float64, len(rows))
	for i, r := range rows {
		switch {
		case r[j] == "":
			out[i] = math.NaN()
		case nominal:
			at, _ := slices.BinarySearch(f.Levels, r[j])
			out[i] = float64(at)
		default:
			out[i], _ = strconv.ParseFloat(r[j], 64)
		}
	}
	return f, out
}

func benchPart(table additive.Table, keep func(i int) bool) additive.Table {
	out := additive.Table{Columns: table.Columns, Data: additive.Block{X: make([][]float64, len(table.Columns))}}
	for i := range table.Data.Y {
		if keep(i) {
			for j, col := range table.Data.X {
				out.Data.X[j] = append(out.Data.X[j], col[i])
			}
			out.Data.Y, out.Data.Person = append(out.Data.Y, table.Data.Y[i]), append(out.Data.Person, table.Data.Person[i])
		}
	}
	return out
}

// Real tasks, five person-grouped folds, defaults. AUC and log loss are means
// over folds, the calibration error is that of all rows out of fold. Goals: AUC
// at least 0.825 and log loss at most 0.282 on flchain; AUC at least 0.749 and
// ECE at most 0.006 on HRS. The ECE of a perfect forecast with 46,764 rows is
// 0.0047 in ten bins on average and 0.0067 in twenty (models/evaluate): the goal is
// for ten; in twenty it takes some luck as well.
func TestBench(t *testing.T) {
	for _, c := range []struct {
		name              string
		auc, logLoss, ece float64
	}{
		{"flchain_death5y", 0.825, 0.282, 0.012},
		{"hrs_srhs_worse_next_wave", 0.749, 0.5035, 0.006},
	} {
		t.Run(c.name, func(t *testing.T) {
			table, fold := benchTask(t, c.name)
			var auc, logLoss, foldECE float64
			var pooled evaluate.Sample
			var seconds float64
			for k := range 5 {
				train, test := benchPart(table, func(i int) bool { return fold[i] != k }), benchPart(table, func(i int) bool { return fold[i] == k })
				begin := time.Now()
				m := fit(t, train, additive.Options{})
				part := evaluate.Sample{Outcome: test.Data.Y, Person: test.Data.Person}
				for i := range test.Data.Y {
					part.Probability = append(part.Probability, m.Predict(nil, row(test, i))[0])
				}
				seconds += time.Since(begin).Seconds()
				s := sorted(t, part)
				a, err := s.AUC()
				if err != nil {
					t.Fatal(err)
				}
				auc, logLoss, foldECE = auc+a/5, logLoss+s.LogLoss()/5, foldECE+s.ECE(0)/5
				pooled.Probability = append(pooled.Probability, part.Probability...)
				pooled.Outcome, pooled.Person = append(pooled.Outcome, part.Outcome...), append(pooled.Person, part.Person...)
				t.Logf("fold %d: held-out loss boosted %.4f, smooth %.4f, blend %.2f, %d of %d pairs", k, m.Status.BoostLoss, m.Status.SmoothLoss,
					m.Status.Blend, m.Status.PairsKept, m.Status.PairsTried)
			}
			s := sorted(t, pooled)
			line, err := s.CalibrationLine()
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("AUC %.4f, log loss %.5f, calibration slope %.3f, ECE pooled %.4f in 10 bins and %.4f in 20, mean over folds %.4f in 20; %.2f s",
				auc, logLoss, line.Slope, s.ECE(10), s.ECE(20), foldECE, seconds)
			if auc < c.auc || logLoss > c.logLoss || s.ECE(10) > c.ece || math.Abs(line.Slope-1) > 0.05 {
				t.Errorf("AUC %.4f (%.4f), log loss %.5f (%.5f), ECE %.4f (%.4f), slope %.3f", auc, c.auc, logLoss, c.logLoss, s.ECE(10), c.ece, line.Slope)
			}
		})
	}
}

func sorted(t *testing.T, s evaluate.Sample) *evaluate.Sorted {
	t.Helper()
	out, err := evaluate.Sort(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
