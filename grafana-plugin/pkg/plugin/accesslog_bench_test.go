package plugin

import (
	"slices"
	"sync"
	"testing"
	"time"
)

// What the access log costs a panel: one query at a time, and eight at once as on a
// page, of clients (which waits for its row) and of aggregates (which does not). Each
// is asked with and without the log, in turn; the medians are told, milliseconds, and
// their ratio.
//
//	go test ./grafana-plugin/pkg/plugin -run '^$' -bench AccessLog -benchtime 200x
func BenchmarkAccessLog(b *testing.B) {
	w := newWorld(b)
	logged, unlogged := w.instance(), w.instance()
	if err := unlogged.log.Close(); err != nil {
		b.Fatal(err)
	}
	unlogged.log = nil
	for _, c := range []struct {
		name, login string
		query       map[string]any
	}{
		{"clients", "anna", named("candidates", nil)},
		{"aggregates", "leo", named("total_months", nil)},
	} {
		ask := func(instance *Instance) {
			if answer := w.ask(instance, c.login, c.query)["A"]; answer.Error != nil {
				b.Error(answer.Error)
			}
		}
		for name, atOnce := range map[string]int{"one": 1, "eight": 8} {
			b.Run(c.name+"/"+name, func(b *testing.B) {
				seconds := map[*Instance][]float64{}
				for b.Loop() {
					for _, instance := range []*Instance{logged, unlogged} {
						began := time.Now()
						var group sync.WaitGroup
						for range atOnce {
							group.Go(func() { ask(instance) })
						}
						group.Wait()
						seconds[instance] = append(seconds[instance], time.Since(began).Seconds())
					}
				}
				with, without := median(seconds[logged]), median(seconds[unlogged])
				b.ReportMetric(1000*with, "ms-with")
				b.ReportMetric(1000*without, "ms-without")
				b.ReportMetric(with/without, "ratio")
			})
		}
	}
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
