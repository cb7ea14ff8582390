package load

import (
	"context"
	"errors"
	"io"
	"sync"

	"github.com/framsyn/framsyn/loader/internal/source"
)

// job is a block on its way through a worker.
type job struct {
	block *source.Block
	piece *piece
	done  chan struct{}
}

// pipeline reads a file with one goroutine, decodes it with several, and hands the
// pieces over in the order of the file.
type pipeline struct {
	reader  source.Reader
	table   *table
	workers []*worker
	jobs    chan *job // to the workers
	order   chan *job // to the consumer, in order
	free    chan *piece
	err     error // of the reader, read after order is closed
}

func newPipeline(reader source.Reader, t *table, workers []*worker) *pipeline {
	ahead := len(workers) + 1 // blocks that wait, so that nobody does
	return &pipeline{
		reader: reader, table: t, workers: workers,
		jobs: make(chan *job, ahead), order: make(chan *job, ahead), free: make(chan *piece, 2*ahead+len(workers)),
	}
}

// run hands each piece to consume, until the file's end or the first error.
func (p *pipeline) run(ctx context.Context, consume func(*piece) error) error {
	ctx, cancel := context.WithCancel(ctx)
	var wait sync.WaitGroup
	wait.Go(func() { p.read(ctx) })
	for _, w := range p.workers {
		wait.Go(func() { p.decode(w) })
	}
	var err error
	for j := range p.order {
		<-j.done
		if err == nil {
			if err = consume(j.piece); err != nil {
				cancel()
			}
		}
		p.recycle(j.piece)
	}
	cancel()
	wait.Wait()
	return errors.Join(err, p.err)
}

// read sends blocks to the workers and, in the same order, to the consumer.
func (p *pipeline) read(ctx context.Context) {
	defer close(p.order)
	defer close(p.jobs)
	for {
		if ctx.Err() != nil {
			p.err = context.Cause(ctx)
			return
		}
		block, err := p.reader.Next()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				p.err = err
			}
			return
		}
		into, err := p.takePiece()
		if err != nil {
			p.err = err
			return
		}
		j := &job{block: block, piece: into, done: make(chan struct{})}
		p.order <- j
		p.jobs <- j
	}
}

func (p *pipeline) decode(w *worker) {
	for j := range p.jobs {
		w.decode(j.block, j.piece)
		j.block.Release()
		close(j.done)
	}
}

func (p *pipeline) takePiece() (*piece, error) {
	select {
	case piece := <-p.free:
		return piece, nil
	default:
		return p.table.newPiece()
	}
}

func (p *pipeline) recycle(used *piece) {
	used.reset()
	select {
	case p.free <- used:
	default:
	}
}
