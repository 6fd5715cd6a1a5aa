// Package oracle is the contract written down plainly: a slow second
// implementation of every job that holds everything in memory, against which
// tests hold the real engine. It shares no code with the engine, so that a mistake has to be made
// twice to go unseen. Months are text like 2017-10 and days text like
// 2017-10-05, because such text sorts as the calendar does.
package oracle
