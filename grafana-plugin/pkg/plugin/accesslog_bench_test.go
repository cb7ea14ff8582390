package plugin

import (
	"sync"
	"testing"
)

// What the access log costs a panel: one query at a time, and eight at once as on a
// page, of clients (which waits for its row) and of aggregates (which does not).
//
//	go test ./grafana-plugin/pkg/plugin -run '^$' -bench AccessLog -benchtime 300x
func BenchmarkAccessLog(b *testing.B) {
	w := newWorld(b)
	for _, c := range []struct {
		name, login string
		query       map[string]any
	}{
		{"clients", "anna", named("candidates", nil)},
		{"aggregates", "leo", named("total_months", nil)},
	} {
		for _, isLogged := range []bool{false, true} {
			instance := w.instance()
			name := c.name + "/with"
			if !isLogged {
				name = c.name + "/without"
				if err := instance.log.Close(); err != nil {
					b.Fatal(err)
				}
				instance.log = nil
			}
			ask := func() {
				if answer := w.ask(instance, c.login, c.query)["A"]; answer.Error != nil {
					b.Error(answer.Error)
				}
			}
			ask() // connects
			b.Run(name+"/one", func(b *testing.B) {
				for b.Loop() {
					ask()
				}
			})
			b.Run(name+"/eight", func(b *testing.B) {
				for b.Loop() {
					var group sync.WaitGroup
					for range 8 {
						group.Go(ask)
					}
					group.Wait()
				}
			})
		}
	}
}
