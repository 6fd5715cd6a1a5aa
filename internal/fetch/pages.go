package fetch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
)

// largestPage is how many bytes a page may have; it is kept in memory.
const largestPage = 64 << 20

// pages fetches page after page into one file, a line break after each.
func (c *client) pages(ctx context.Context, spec Pages, create Create) error {
	if c.who.headers.Get("Accept") == "" {
		c.who.headers.Set("Accept", "application/json")
	}
	if _, err := url.ParseQuery(c.origin.RawQuery); err != nil { // it would be sent without what cannot be read
		return fmt.Errorf("%s: the query cannot be read: write %%XX for what has a meaning in URLs", shown(c.origin))
	}
	into, err := create(lastElement(c.origin))
	if err != nil {
		return fmt.Errorf("%s: %w", shown(c.origin), err)
	}
	count := newCount(spec)
	for number := 1; ; number++ {
		text, err := c.page(ctx, count.query(c.origin))
		if err != nil {
			return fmt.Errorf("page %d: %w", number, err)
		}
		last, err := count.take(text)
		if err != nil {
			return incomplete{fmt.Errorf("%s: page %d: %w", shown(c.origin), number, err)}
		}
		if _, err := into.Write(append(text, '\n')); err != nil {
			return fmt.Errorf("%s: page %d: write what was received: %w", shown(c.origin), number, err)
		}
		if last {
			return nil
		}
	}
}

// page is the text of one page, without a byte order mark.
func (c *client) page(ctx context.Context, target *url.URL) ([]byte, error) {
	var text []byte
	err := c.get(ctx, target, func(response *http.Response) error {
		var err error
		text, err = io.ReadAll(io.LimitReader(response.Body, largestPage+1))
		switch {
		case err != nil:
			return fmt.Errorf("after %d bytes: %w", len(text), err)
		case len(text) > largestPage:
			return incomplete{fmt.Errorf("the page has more than %d MiB: ask for fewer rows in one (size)", largestPage>>20)}
		}
		return nil
	})
	return bytes.TrimPrefix(text, []byte("\xEF\xBB\xBF")), err
}

// count follows pages from the first to the last.
type count struct {
	spec    Pages
	pages   int
	rows    int
	total   int    // -1: not known yet
	cursor  string // of the page to come
	cursors map[string]bool
	seen    map[[sha256.Size]byte]int // the rows of a page → its number
}

func newCount(spec Pages) *count {
	return &count{spec: spec, total: -1, cursors: make(map[string]bool), seen: make(map[[sha256.Size]byte]int)}
}

// query is where the page to come is.
func (c *count) query(origin *url.URL) *url.URL {
	target, query := *origin, origin.Query()
	switch {
	case c.spec.Next == "" && c.spec.Param != "":
		query.Set(c.spec.Param, strconv.Itoa(c.spec.First+c.pages))
	case c.cursor != "":
		query.Set(c.spec.Param, c.cursor)
	}
	if c.spec.SizeParam != "" {
		query.Set(c.spec.SizeParam, strconv.Itoa(c.spec.Size))
	}
	target.RawQuery = query.Encode()
	return &target
}

// take counts a page, and says whether it is the last. The rules are those of Pages.
func (c *count) take(text []byte) (last bool, err error) {
	p, err := readPage(text, c.spec)
	if err != nil {
		return false, err
	}
	c.pages++
	c.rows += p.rows
	if err := c.checkTotal(p); err != nil {
		return false, err
	}
	if former := c.seen[p.digest]; former > 0 && p.rows > 0 {
		return false, fmt.Errorf("it has the same rows as page %d: does the server know the parameter %s? If it repeats the last page at the end, say where the total is", former, c.spec.Param)
	}
	c.seen[p.digest] = c.pages
	if c.spec.Next == "" {
		last, err = c.lastByNumber(p)
	} else {
		last, err = c.lastByCursor(p)
	}
	switch limit := or(c.spec.MaxPages, defaultMaxPages); {
	case err != nil:
		return false, err
	case last && c.total >= 0 && c.rows != c.total:
		return false, fmt.Errorf("it is the last, and %d rows have come of %d", c.rows, c.total)
	case !last && c.pages >= limit:
		return false, fmt.Errorf("it is not the last, and no more than %d are fetched (max_pages)", limit)
	}
	return last, nil
}

func (c *count) checkTotal(p page) error {
	switch {
	case c.spec.Total == "":
		return nil
	case c.total >= 0 && p.total != c.total:
		return fmt.Errorf("it says that there are %d rows, and the page before it said %d: they changed meanwhile", p.total, c.total)
	case c.rows > p.total:
		return fmt.Errorf("%d rows have come, and there should be %d", c.rows, p.total)
	}
	c.total = p.total
	return nil
}

func (c *count) lastByNumber(p page) (bool, error) {
	switch {
	case c.spec.Total == "":
		return p.rows == 0, nil
	case c.rows < c.total && p.rows == 0:
		return false, fmt.Errorf("it has no rows, and %d have come of %d", c.rows, c.total)
	}
	return c.rows == c.total, nil
}

func (c *count) lastByCursor(p page) (bool, error) {
	if p.next == "" {
		return true, nil
	}
	if c.cursors[p.next] {
		return false, errors.New("its next cursor was given before: the pages go round in a circle")
	}
	c.cursors[p.next], c.cursor = true, p.next
	return false, nil
}
