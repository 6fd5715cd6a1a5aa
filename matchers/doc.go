// Package matchers finds who is the same subject on both sides. The agencies'
// rosters are the build side, held compactly in memory; the registry is
// streamed past them once. What comes out are members, households and persons
// with all that either side says of them (Member, Household, Person): the
// narrow face that rules judge, whatever way of joining made it. It does no I/O.
//
// The time that it takes is time in which memory is waited for. So tables are
// few and small (index, fingerprints, filter, paged), rows are looked up many at
// a time by those who parse them (Locate, LocateWater), and what taking them in
// one after the other is going to read is touched ahead (lookAhead).
package matchers
