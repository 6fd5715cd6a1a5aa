package jobs

import (
	"context"
	"io"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/matchers"
)

// parsers is how many goroutines turn cells into records: one for each
// processor, of which more than a few would wait for the decoder and the taker.
func parsers() int { return min(runtime.GOMAXPROCS(0), 4) }

// rowReader reads one row of a table. False means that there is nothing to hand
// on; the record's rejects say why.
type rowReader[T any] func(*table.Record) (T, bool)

// locator finds where items belong, in to's memory.
type locator[T any] func(items []T, to []matchers.Located) []matchers.Located

// chunk is one batch on its way from the decoder through a parser to the taker.
type chunk[T any] struct {
	batch  table.Batch
	until  progress // of the feed, with this batch
	record table.Record
	read   rowReader[T]
	locate locator[T]
	parsed chan struct{} // receives once items, rows and record.Rejects are there

	items   []T
	located []matchers.Located // one for each of items, where the layout locates them
	rows    int64
	lost    int64 // of the rows
}

// parse turns the batch into items.
func (c *chunk[T]) parse() {
	c.items, c.rows, c.lost, c.record.Rejects = c.items[:0], 0, 0, c.record.Rejects[:0]
	mapping := c.record.Mapping
	for _, row := range c.batch.Rows {
		switch {
		case row.Number <= mapping.Header.Number || !mapping.IsData(row):
		case mapping.Persons() == 1:
			c.take(row)
		default:
			c.takeAll(mapping, row)
		}
	}
	if c.locate != nil {
		c.located = c.locate(c.items, c.located)
	}
	c.parsed <- struct{}{}
}

// take reads one row.
func (c *chunk[T]) take(row table.Row) {
	c.rows++
	c.record.Reset(row)
	if item, ok := c.read(&c.record); ok {
		c.items = append(c.items, item)
	}
	if c.record.Lost() {
		c.lost++
	}
}

// takeAll reads a row of several persons as one row for each.
func (c *chunk[T]) takeAll(mapping *table.Mapping, row table.Row) {
	filled := 0
	for i := range mapping.Persons() {
		person, ok := mapping.Person(row, i)
		if ok {
			filled++
			c.record.Mapping = person
			c.take(row)
		}
	}
	c.record.Mapping = mapping
	if filled == 0 {
		c.take(row) // a household without anybody: its first person is missing
	}
	roster.CheckCutOff(&c.record, filled)
}

// stream reads every table of a feed: batches are decoded in one goroutine,
// parsed in several, and handed to take one after the other in their order.
// What a chunk holds is valid until take returns. Rows, rejects and headers are
// tallied.
func stream[T any](ctx context.Context, feed *source.Feed, layout layout[T], t *tally, take func(*chunk[T])) error {
	group, ctx := errgroup.WithContext(ctx)
	chunks := 2*parsers() + 2            // batches in flight
	free := make(chan *chunk[T], chunks) // the channels never block a sender: there are no more chunks than places
	work := make(chan *chunk[T], chunks)
	order := make(chan *chunk[T], chunks)
	for range chunks {
		free <- &chunk[T]{parsed: make(chan struct{}, 1), locate: layout.locate}
	}
	defer func() { t.headers, t.notes = layout.headers.found, layout.headers.told() }()
	spawn := func(work func() error) { group.Go(func() error { return safely(work) }) }
	spawn(func() error {
		defer close(work)
		defer close(order)
		d := decoder[T]{layout: layout, feed: feed, free: free}
		return d.run(ctx, func(c *chunk[T]) {
			work <- c
			order <- c
		})
	})
	for range parsers() {
		spawn(func() error {
			for c := range work {
				c.parse()
			}
			return nil
		})
	}
	spawn(func() error {
		for c := range order {
			select {
			case <-c.parsed:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
			t.add(c.until, c.rows, c.lost, c.record.Rejects)
			take(c)
			free <- c
		}
		return nil
	})
	return group.Wait()
}

// layout says how the rows of a feed are read.
type layout[T any] struct {
	headers *headers
	open    func(*table.Mapping, *table.Source) (rowReader[T], error) // for one table
	locate  locator[T]                                                // nil: the items belong nowhere yet
}

// decoder fills chunks from the tables of one feed.
type decoder[T any] struct {
	layout layout[T]
	feed   *source.Feed
	free   <-chan *chunk[T]
}

func (d *decoder[T]) run(ctx context.Context, emit func(*chunk[T])) error {
	for {
		src, err := d.feed.Next(ctx)
		if err == io.EOF {
			return d.layout.headers.verdict()
		}
		if err != nil {
			return err
		}
		if err := d.table(ctx, src, emit); err != nil {
			return err
		}
	}
}

// table decodes one table, from its header on.
func (d *decoder[T]) table(ctx context.Context, src *table.Source, emit func(*chunk[T])) error {
	c, err := d.fill(ctx)
	if err != nil {
		return err
	}
	mapping := d.layout.headers.mapping(src, c.batch.Rows)
	if mapping == nil {
		c.batch.Rows = nil
		c.record.Mapping = &table.Mapping{Schema: d.layout.headers.schema}
		emit(c)
		return nil
	}
	read, err := d.layout.open(mapping, src)
	if err != nil {
		return err
	}
	ending := table.Ending{Mapping: mapping}
	for {
		if row := ending.CutRow(&c.batch); row > 0 {
			return refuse("%s: the file ends in the middle of row %d", src, row)
		}
		last := len(c.batch.Rows) == 0
		c.read = read
		c.record.Mapping, c.record.Source = mapping, src
		emit(c)
		if last {
			return nil
		}
		if c, err = d.fill(ctx); err != nil {
			return err
		}
	}
}

// fill reads the next batch of the current table into a free chunk; at the end
// of the table the batch has no rows.
func (d *decoder[T]) fill(ctx context.Context) (*chunk[T], error) {
	select {
	case c := <-d.free:
		if err := d.feed.Read(ctx, &c.batch); err != nil {
			if err != io.EOF {
				return nil, err
			}
			c.batch.Rows = nil
		}
		c.until.done, c.until.total = d.feed.Progress()
		return c, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
