package load

import (
	"fmt"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// progressEvery is how often a run without a terminal says how far it is.
const progressEvery = 10 * time.Second

// progress shows how far a run is: a bar on a terminal, log lines elsewhere. Bytes of
// the files tell the time left, since the number of rows is not known before.
type progress struct {
	o   Options
	mu  sync.Mutex
	bar *progressbar.ProgressBar

	began, said  time.Time
	total, bytes int64 // of all files; of those that are done
	records      int64
}

func newProgress(o Options) *progress { return &progress{o: o} }

// start begins a run.
func (p *progress) start(files []delivery) {
	p.began = p.o.Now()
	p.said = p.began
	for _, f := range files {
		p.total += f.size
	}
	if p.o.Progress != nil && p.total > 0 {
		p.bar = progressbar.NewOptions64(p.total, progressbar.OptionSetWriter(p.o.Progress), progressbar.OptionShowBytes(false),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish())
	}
}

// file begins a file.
func (p *progress) file(d delivery) {
	if p.bar != nil {
		p.bar.Describe(d.name())
	}
}

// rows tells that so many rows of a file were read, and so many of its bytes.
func (p *progress) rows(d delivery, n int, bytes int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.records += int64(n)
	at := p.bytes + min(bytes, d.size)
	now := p.o.Now()
	rate := float64(p.records) / max(now.Sub(p.began).Seconds(), 0.001)
	switch {
	case p.bar != nil:
		p.bar.Describe(fmt.Sprintf("%s  %.0f rows/s", d.name(), rate))
		_ = p.bar.Set64(at) // a bar that cannot be drawn is no reason to stop
	case now.Sub(p.said) >= progressEvery:
		p.said = now
		left := time.Duration(float64(now.Sub(p.began)) * (float64(p.total)/float64(max(at, 1)) - 1)).Round(time.Second)
		p.o.log().Info("loading", "file", d.name(), "rows", p.records, "rows_per_second", int(rate), "left", left.String())
	}
}

// done ends a file.
func (p *progress) done(d delivery) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bytes += d.size
}

// end ends a run.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish() // a bar that cannot be drawn is no reason to stop
	}
}
