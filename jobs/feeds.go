package jobs

import (
	"context"
	"sync/atomic"

	"github.com/bidui/bidui/internal/registry"
	"github.com/bidui/bidui/internal/roster"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/internal/table"
	"github.com/bidui/bidui/matchers"
)

func (in *intake) villages(ctx context.Context, feed *source.Feed, t *tally) error {
	words := in.runner.settings.Words
	read := func(r *table.Record) (registry.Village, bool) { return registry.ReadVillage(r, &words) }
	return stream(ctx, feed, layoutOf(in, registry.VillageSchema, read), t, func(c *chunk[registry.Village]) {
		for i := range c.items {
			t.at(in.join.AddVillage(&c.items[i]))
		}
	})
}

func (in *intake) households(ctx context.Context, feed *source.Feed, t *tally) error {
	words, asOf := in.runner.settings.Words, in.request.AsOf
	read := func(r *table.Record) (registry.Household, bool) { return registry.ReadHousehold(r, &words, asOf) }
	return stream(ctx, feed, layoutOf(in, registry.HouseholdSchema, read), t, func(c *chunk[registry.Household]) {
		in.join.AheadOfHouseholds(c.items)
		for i := range c.items {
			h := &c.items[i]
			if area, isNew := in.join.AddHousehold(h); isNew {
				t.at(area)
				in.exits.count(h, area)
			} else {
				t.double(h.Origin, "household_id", h.ID)
			}
		}
	})
}

// members streams the members past the rosters, judging each as it goes by.
func (in *intake) members(ctx context.Context, feed *source.Feed, t *tally) error {
	words, asOf := in.runner.settings.Words, in.request.AsOf
	layout := layoutOf(in, registry.MemberSchema, func(r *table.Record) (registry.Member, bool) {
		return registry.ReadMember(r, &words, asOf)
	})
	layout.locate = in.join.Locate
	return stream(ctx, feed, layout, t, func(c *chunk[registry.Member]) {
		in.join.Match(c.items, c.located, func(i int, matched *matchers.Member) {
			if matched == nil {
				t.double(c.items[i].Origin, "member_id", c.items[i].ID)
				return
			}
			t.at(matched.Area)
			in.judge.Member(matched)
		})
	})
}

func (in *intake) dibao(ctx context.Context, feed *source.Feed, t *tally) error {
	return in.roll(ctx, feed, t, roster.DibaoSchema, matchers.Dibao)
}

func (in *intake) tekun(ctx context.Context, feed *source.Feed, t *tally) error {
	return in.roll(ctx, feed, t, roster.TekunSchema, matchers.Tekun)
}

func (in *intake) roll(ctx context.Context, feed *source.Feed, t *tally, schema *table.Schema, roll matchers.Roll) error {
	words, asOf, spec := in.runner.settings.RosterWords, in.request.AsOf, in.runner.settings.Feeds[schema.Feed]
	layout := layout[roster.Person]{headers: in.headersOf(schema)}
	var monthly atomic.Bool // some table is; its rows say so too, where there are any
	layout.open = func(m *table.Mapping, src *table.Source) (rowReader[roster.Person], error) {
		timing, err := roster.TimingOf(m, src, spec.Terms)
		if err != nil {
			return nil, refuse("%s: header in row %d says neither month（年月/发放年月） nor start（救助起始年月/起始年月）, and %w",
				src, m.Header.Number, err)
		}
		if timing.Monthly {
			monthly.Store(true)
		}
		return func(r *table.Record) (roster.Person, bool) {
			return roster.ReadPerson(r, &words, timing, asOf), true
		}, nil
	}
	err := stream(ctx, feed, layout, t, func(c *chunk[roster.Person]) {
		in.join.AheadOfPersons(c.items)
		for i := range c.items {
			area := in.join.AddPerson(roll, &c.items[i])
			if c.items[i].Accepted {
				t.at(area)
			}
		}
	})
	if t.rows == 0 && monthly.Load() {
		in.join.HasMonths(roll)
	}
	return err
}

func (in *intake) teams(ctx context.Context, feed *source.Feed, t *tally) error {
	return in.contacts(ctx, feed, t, layoutOf(in, registry.WorkTeamSchema, registry.ReadWorkTeam), in.join.AddTeam)
}

func (in *intake) helpers(ctx context.Context, feed *source.Feed, t *tally) error {
	return in.contacts(ctx, feed, t, layoutOf(in, registry.HelperSchema, registry.ReadHelper), in.join.AddHelper)
}

func (in *intake) contacts(ctx context.Context, feed *source.Feed, t *tally, layout layout[registry.Contact],
	add func(*registry.Contact) (matchers.Contact, registry.AreaID),
) error {
	return stream(ctx, feed, layout, t, func(c *chunk[registry.Contact]) {
		for i := range c.items {
			contact, area := add(&c.items[i])
			t.at(area)
			in.judge.Contact(&contact)
		}
	})
}

func (in *intake) enrolment(ctx context.Context, feed *source.Feed, t *tally) error {
	words, asOf := &in.runner.settings.RosterWords, in.request.AsOf
	read := func(r *table.Record) (roster.Pupil, bool) { return roster.ReadPupil(r, words, asOf) }
	return stream(ctx, feed, layoutOf(in, roster.EnrolmentSchema, read), t, func(c *chunk[roster.Pupil]) {
		for i := range c.items {
			t.at(in.join.AddPupil(&c.items[i]))
		}
	})
}

func (in *intake) issued(ctx context.Context, feed *source.Feed, t *tally) error {
	asOf := in.request.AsOf
	read := func(r *table.Record) (roster.Issued, bool) { return roster.ReadIssued(r, asOf) }
	return stream(ctx, feed, layoutOf(in, roster.IssuedSchema, read), t, func(c *chunk[roster.Issued]) {
		for i := range c.items {
			t.at(in.join.AddIssued(&c.items[i]))
		}
	})
}

func (in *intake) water(ctx context.Context, feed *source.Feed, t *tally) error {
	words, asOf := in.runner.settings.RosterWords, in.request.AsOf
	read := func(r *table.Record) (roster.Water, bool) { return roster.ReadWater(r, &words, asOf) }
	layout := layoutOf(in, roster.WaterSchema, read)
	layout.locate = in.join.LocateWater
	return stream(ctx, feed, layout, t, func(c *chunk[roster.Water]) {
		for i := range c.items {
			t.at(in.join.AddWater(&c.items[i], c.located[i]))
		}
	})
}

// layoutOf is the layout of a feed whose tables are all read alike.
func layoutOf[T any](in *intake, schema *table.Schema, read rowReader[T]) layout[T] {
	return layout[T]{
		headers: in.headersOf(schema),
		open:    func(*table.Mapping, *table.Source) (rowReader[T], error) { return read, nil },
	}
}

func (in *intake) headersOf(schema *table.Schema) *headers {
	return newHeaders(schema, &in.runner.settings, in.before[schema.Feed].Headers)
}
