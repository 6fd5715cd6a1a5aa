package source

import (
	"context"
	"errors"
	"fmt"
)

// Replay is a feed of the inputs that a former run kept in the snapshots, under
// the location that it had then. How to take them apart is still spec's to say.
func Replay(spec Spec, location string, inputs []Input, env Env) (*Feed, error) {
	if env.Snapshots == nil {
		return nil, errors.New("source: a replay without snapshots")
	}
	spec.From, spec.Query = "", ""
	f, _, err := newFeed(spec, env)
	if err != nil {
		return nil, err
	}
	f.place = place{location: location, local: true}
	for _, input := range inputs {
		f.progress.total.Add(input.Size)
	}
	f.fetch = func(ctx context.Context) error {
		for _, input := range inputs {
			again, err := f.bringKept(ctx, input)
			if err != nil {
				return fmt.Errorf("%s: %w", input.Name, err)
			}
			f.inputs = append(f.inputs, again)
		}
		return nil
	}
	return f, nil
}

// bringKept unpacks a snapshot.
func (f *Feed) bringKept(ctx context.Context, input Input) (_ *brought, err error) {
	file, err := f.tempFile()
	if err != nil {
		return nil, err
	}
	if err := errors.Join(f.env.Snapshots.Unpack(ctx, input.Digest, file), file.Close()); err != nil {
		return nil, err
	}
	again, err := f.bring(ctx, input.Name, file.Name())
	if err == nil {
		again.Query = input.Query
	}
	return again, err
}
