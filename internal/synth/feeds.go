package synth

import (
	"errors"
	"path/filepath"
)

// feed is a CSV file and the columns of its rows.
type feed[T any] struct {
	*file
	columns []column[T]
}

// feeds are the files of one plan.
type feeds struct {
	households feed[home]
	members    feed[member]
	villages   feed[village]
	dibao      feed[award]
	tekun      feed[award]
	water      feed[reading]
	files      []*file // all of them
}

func createFeeds(dir string, p Plan) (*feeds, error) {
	f := &feeds{}
	for _, err := range []error{
		create(f, &f.households, filepath.Join(dir, "households.csv"), inPlan(p, householdColumns)),
		create(f, &f.members, filepath.Join(dir, "members.csv"), inPlan(p, memberColumns)),
		create(f, &f.villages, filepath.Join(dir, "villages.csv"), inPlan(p, villageColumns)),
		create(f, &f.dibao, filepath.Join(dir, "dibao.csv"), inPlan(p, dibaoColumns)),
		create(f, &f.tekun, filepath.Join(dir, "tekun.csv"), inPlan(p, tekunColumns)),
		create(f, &f.water, filepath.Join(dir, "water.csv"), inPlan(p, waterColumns)),
	} {
		if err != nil {
			return nil, errors.Join(err, f.discard())
		}
	}
	return f, nil
}

// create begins one of the files, with its header.
func create[T any](all *feeds, f *feed[T], path string, columns []column[T]) error {
	begun, err := createFile(path)
	if err != nil {
		return err
	}
	all.files = append(all.files, begun)
	f.file, f.columns = begun, columns
	for k, c := range columns {
		if k > 0 {
			f.buf = append(f.buf, ',')
		}
		f.buf = append(f.buf, c.header...)
	}
	f.buf = append(f.buf, '\n')
	return nil
}

// add writes one row.
func (f *feed[T]) add(row *T) {
	b := f.buf
	for k := range f.columns {
		if k > 0 {
			b = append(b, ',')
		}
		b = f.columns[k].put(b, row)
	}
	b = append(b, '\n')
	f.buf = b
	f.rows++
	f.spill()
}

// addRosters writes the household's rows of all agencies.
func (f *feeds) addRosters(h *home) {
	for k := range h.dibao {
		f.dibao.add(&h.dibao[k])
	}
	for k := range h.tekun {
		f.tekun.add(&h.tekun[k])
	}
	for k := range h.water {
		f.water.add(&h.water[k])
	}
}

// finish completes all files and lists them; after an error none is left.
func (f *feeds) finish() ([]File, error) {
	var written []File
	for len(f.files) > 0 {
		next := f.files[0]
		f.files = f.files[1:]
		if err := next.finish(); err != nil {
			return nil, errors.Join(err, f.discard())
		}
		written = append(written, File{Name: filepath.Base(next.path), Rows: next.rows, Bytes: next.bytes})
	}
	return written, nil
}

// discard removes the files that are not complete.
func (f *feeds) discard() error {
	var errs []error
	for _, unfinished := range f.files {
		errs = append(errs, unfinished.discard())
	}
	return errors.Join(errs...)
}
