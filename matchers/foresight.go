package matchers

// foresight guesses how many there will be of what a feed brings, so that tables
// for all of them need not grow again and again. The zero foresight knows nothing.
type foresight struct {
	progress func() (done, total int64) // of reading the feed; nil: nobody knows
	before   int                        // how many there were when it began
}

// few is how many tell nothing of the others: the rows of a batch of which one
// is in hand, which are read and not yet counted, must not matter.
const few = 1 << 17

// room is how many there should be room for, now that there are count and it
// must be more.
func (f *foresight) room(count int) int {
	room := count + count/2
	if f.progress == nil || count-f.before < few {
		return room
	}
	done, total := f.progress()
	if done <= 0 || total < done {
		return room
	}
	all := float64(f.before) + float64(count-f.before)/float64(done)*float64(total)
	return min(max(int(all*1.03), count+count/16), 16*room)
}

// Foresee lets the join ask how much of the next feed it is given, of how much,
// with the batch that it is being given.
func (j *Join) Foresee(progress func() (done, total int64)) {
	for _, f := range []struct {
		*foresight
		count int
	}{
		{&j.homes.byID.foresight, j.homes.byID.count()},
		{&j.persons.byKey.foresight, j.persons.byKey.count()},
		{&j.persons.byNumber.foresight, j.persons.byNumber.count()},
		{&j.members.foresight, j.members.trail.count},
	} {
		*f.foresight = foresight{progress: progress, before: f.count}
	}
}
