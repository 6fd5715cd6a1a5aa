// Package scorecard makes of a ledger's history the figures by which counties are
// assessed: of what was checked, how much does not agree, and how fast it is put
// right.
//
// A line is a kind in a county. Checked is how many subjects the kind was judged
// on in the last successful run of its job: see BasisOf. Unresolved is what is
// open, neither waived nor mere information. Correct is 1 − unresolved/checked,
// which is held against two bars. A county over all its kinds, and a city or
// province over its counties, are the sums of their lines: every judgement has
// the same weight, so that a kind about members weighs more than one about
// villages. Kinds that are never unresolved are left out.
//
// Opened is what was first opened in the period, Reopened the reopenings in it.
// Due is what had seven days to be resolved that ended in the period, and InTime
// what of it was. Days are those of the time zone: what is opened on the 1st has
// time until the end of the 8th, at whatever hour the nightly run comes. So every
// discrepancy is due in one month, perhaps the one after it was opened, and what
// still has time left has no say in the share. Oldest is when the longest
// unresolved was first opened, whatever the period.
//
// Everything is as it stood at one instant, rebuilt from the events until then. A
// discrepancy counts in the county where it lies now, under the county's new code.
//
// The trend has a point for the end of each of the last rounds, and the instant
// itself takes the place of the last one's end. A round is runs over everything
// of which no two are of one job: a night, as a rule. Or it has a point for the
// end of each month.
//
// Exits are the registry's: households that have left poverty, by the year they
// give. Noted is a county whose exits of the as-of date's year are exactly what
// was planned, or more than so many times, or less than the so-manieth part of,
// the mean of those former years in which it had any. A year without exits is not
// over, and no jump.
package scorecard
