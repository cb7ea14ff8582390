package generate

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/framsyn/framsyn/loader/internal/generate/calibrate"
	"github.com/framsyn/framsyn/loader/internal/generate/deliver"
	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

// Summary says what a run wrote.
type Summary struct {
	Months  int
	Persons int   // ever in care during the months delivered
	Clients int   // in care in the last month
	Files   int   // delivered, without truth/
	Bytes   int64 // of the delivered files, on disk
	Rows    [deliver.NSources]int
	Warts   deliver.Counts
	// Data is what the run counted, for the calibration table and the report.
	Data calibrate.Data
}

// chunkPersons is how many persons one goroutine takes at a time; chosen so that their rows fit in a few megabytes.
const chunkPersons = 512

// run is the state of one run.
type run struct {
	opt     Options
	m       *life.Model
	plan    *deliver.Plan
	numbers *life.Numbers
	persons []life.Person
	entry   *life.Rand
	workers []*worker
	waves   []*wave
	truth   *truth
	cases   *deliver.CaseFiles
	tally   calibrate.Tally // of the month
	sum     Summary
}

// Run generates the files. The same options give the same bytes, whatever the number of workers.
func Run(ctx context.Context, opt Options) (Summary, error) {
	until, err := opt.fill()
	if err != nil {
		return Summary{}, err
	}
	m, plan, err := opt.plan(until)
	if err != nil {
		return Summary{}, fmt.Errorf("generate: %w", err)
	}
	if err := prepare(opt.Out); err != nil {
		return Summary{}, err
	}
	g := &run{
		sum: Summary{Data: calibrate.Data{Model: m}}, opt: opt, m: m, plan: plan, numbers: life.NewNumbers(), entry: life.NewRand(),
		cases: deliver.NewCaseFiles(plan, opt.Out),
	}
	g.persons = make([]life.Person, 0, opt.Clients+opt.Clients/8+1024)
	n := opt.Workers
	if n <= 0 {
		n = runtime.GOMAXPROCS(0)
	}
	for range n {
		g.workers = append(g.workers, newWorker(m, g.plan, opt.TruthFutures))
	}
	if err := g.all(ctx); err != nil {
		return g.sum, fmt.Errorf("generate: %w", err)
	}
	return g.sum, nil
}

// all runs the burn-in and the months.
func (g *run) all(ctx context.Context) error {
	for now := g.m.Start(); now < g.m.First; now++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		g.enter(now)
		g.parallel(len(g.persons), func(w *worker, c *chunk) { w.burn(c, now) }, nil)
		g.compact()
	}
	for i := range g.persons {
		g.giveNumber(&g.persons[i])
	}
	var err error
	if g.truth, err = openTruth(g.opt.Out, g.plan, g.opt.TruthFutures > 0); err != nil {
		return err
	}
	for now := g.m.First; now <= g.m.Last(); now++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := g.month(now); err != nil {
			return err
		}
		if g.opt.Progress != nil {
			g.opt.Progress(int(now-g.m.First)+1, g.m.Months)
		}
	}
	if err := g.finish(); err != nil {
		return err
	}
	return g.pendingCases(ctx)
}

// pendingCases lives the months after the last one, whose decisions were applied for before, and writes nothing but the work on these cases.
func (g *run) pendingCases(ctx context.Context) error {
	for now := g.m.Last() + 1; now <= g.m.Last()+deliver.CaseBack; now++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		g.enter(now)
		g.parallel(len(g.persons), func(w *worker, c *chunk) { w.decide(c, now) }, func(c *chunk) { g.cases.Add(now, &c.sheet) })
		g.compact()
		if err := g.flushCases(now); err != nil {
			return err
		}
	}
	return nil
}

// flushCases writes the file of work on cases that is complete after a month.
func (g *run) flushCases(now life.Month) error {
	done, err := g.cases.Flush(now - deliver.CaseBack)
	g.count(done)
	return err
}

func (g *run) giveNumber(p *life.Person) { p.Number.Serial = g.numbers.Next(p.Born, p.Sex) }

// enter appends the month's entrants.
func (g *run) enter(now life.Month) {
	g.m.Entrants(now, g.entry, func(p *life.Person) {
		if now >= g.m.First {
			g.giveNumber(p)
		}
		if len(g.persons) == cap(g.persons) {
			g.persons = slices.Grow(g.persons, 64+len(g.persons)/8)
		}
		g.persons = append(g.persons, *p)
	})
}

// compact takes away those who are gone, which chunks mark by key 0.
func (g *run) compact() {
	g.persons = slices.DeleteFunc(g.persons, func(p life.Person) bool { return p.Key == gone })
}

// gone is the key of a person who has left.
const gone = ^uint64(0)

// month simulates and writes one month.
func (g *run) month(now life.Month) error {
	g.enter(now)
	files, err := deliver.OpenMonth(g.plan, g.opt.Out, now)
	if err != nil {
		return err
	}
	var counts deliver.Counts
	var rows [deliver.NSources]int
	var first error
	g.sum.Clients = 0
	g.tally = calibrate.Tally{}
	g.parallel(len(g.persons), func(w *worker, c *chunk) { w.live(c, now) }, func(c *chunk) {
		if first != nil {
			return
		}
		if err := files.Add(&c.sheet); err != nil {
			first = err
			return
		}
		g.cases.Add(now, &c.sheet)
		first = g.truth.add(c)
		counts.Add(&c.sheet.Warts)
		for i, n := range c.sheet.Rows {
			rows[i] += n
		}
		g.sum.Clients += c.clients
		g.tally.Add(&c.tally)
	})
	done, err := files.Close()
	if first == nil {
		first = err
	}
	if first != nil {
		return first
	}
	registers, err := deliver.Registers(g.plan, g.opt.Out, now)
	if err != nil {
		return err
	}
	g.count(append(done, registers...))
	if err := g.flushCases(now); err != nil {
		return err
	}
	g.book(now, &counts, rows)
	if err := g.observe(now); err != nil {
		return err
	}
	g.compact()
	g.sum.Months++
	return nil
}

func (g *run) count(files []*deliver.File) {
	for _, f := range files {
		g.sum.Files++
		g.sum.Bytes += f.Bytes
	}
}

// book notes a month's rows and warts; rows of a file that did not come are a wart of their own.
func (g *run) book(now life.Month, counts *deliver.Counts, rows [deliver.NSources]int) {
	for src := range deliver.NSources {
		switch {
		case g.plan.Missing(src, now):
			counts[src] = [deliver.NWarts]int{deliver.Lost: rows[src]}
		case !g.plan.Comes(src, now, deliver.First):
			counts[src] = [deliver.NWarts]int{deliver.NotYet: rows[src]}
		default:
			g.sum.Rows[src] += rows[src]
		}
	}
	g.sum.Warts.Add(counts)
	g.truth.warts = append(g.truth.warts, monthWarts{now, *counts})
}

// finish writes what is known at the end.
func (g *run) finish() error {
	for i := range g.persons {
		g.truth.last = deliver.AppendPerson(g.truth.last, g.m, &g.persons[i])
		if len(g.truth.last) > 1<<16 || i == len(g.persons)-1 {
			if err := g.truth.flushPersons(); err != nil {
				return err
			}
		}
	}
	g.sum.Persons = g.truth.persons + len(g.persons)
	return g.truth.close(g.m, &g.sum.Data.All)
}

// wave is a set of chunks that are simulated at the same time.
type wave struct {
	chunks []*chunk
	used   int
}

// parallel lets the workers do chunks of n persons, a wave at a time, and hands each chunk on in order. While one wave is simulated the one
// before is handed on.
func (g *run) parallel(n int, do func(*worker, *chunk), done func(*chunk)) {
	var out sync.WaitGroup
	for lo, turn := 0, 0; lo < n; turn++ {
		v := g.wave(turn % 2)
		v.used = 0
		var wg sync.WaitGroup
		for i := range g.workers {
			if lo >= n {
				break
			}
			c := v.chunks[i]
			hi := min(lo+chunkPersons, n)
			c.persons = g.persons[lo:hi]
			lo = hi
			v.used++
			wg.Go(func() { do(g.workers[i], c) })
		}
		wg.Wait()
		out.Wait()
		if done != nil {
			out.Go(func() {
				for _, c := range v.chunks[:v.used] {
					done(c)
				}
			})
		}
	}
	out.Wait()
}

// wave returns one of the two sets of chunks.
func (g *run) wave(i int) *wave {
	for len(g.waves) <= i {
		v := &wave{}
		for range g.workers {
			v.chunks = append(v.chunks, &chunk{})
		}
		g.waves = append(g.waves, v)
	}
	return g.waves[i]
}

// observe keeps the month's counts, and at a year's end writes the key figures.
func (g *run) observe(now life.Month) error {
	d := &g.sum.Data
	d.Last = g.tally.Snapshot
	d.Series = append(d.Series, g.tally.Snapshot)
	d.Visits = append(d.Visits, g.tally.Visit.Visits)
	d.All.Add(&g.tally)
	if now.Number() != 12 || now+3 > g.m.Last() {
		return nil
	}
	f, err := deliver.KeyFigures(g.opt.Out, now.Year(), d.Share80(&g.tally.Snapshot, now.Year()))
	if err != nil {
		return err
	}
	g.count([]*deliver.File{f})
	return nil
}
