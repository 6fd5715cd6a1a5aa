// Package matchers finds who is the same subject on both sides. The agencies'
// rosters are the build side, held compactly in memory; the registry is
// streamed past them once. What comes out are members, households and persons
// with all that either side says of them (Member, Household, Person): the
// narrow face that rules judge, whatever way of joining made it. It does no I/O.
package matchers
