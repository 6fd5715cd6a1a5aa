// Package failpoint lets tests end or stop the program at a chosen point of its
// work, as a power cut or an administrator would. Only a program built with the
// tag failpoints can be told to; in any other Hit is nothing at all.
//
// The environment names the point, how often it is passed before it takes
// effect, and what happens then: BIDUI_FAILPOINT="statement 12 kill".
package failpoint
