// Package gb18030 reads GB 18030, and GBK and GB 2312 with it, as those who
// wrote it meant it, in whatever edition of the standard. It is pure.
//
// The editions of 2000, 2005 and 2022 differ in 19 characters, which Unicode
// had not yet when their two bytes were given out: they stood in the private
// use area, and moved to their place in Unicode in a later edition (U+1E3F in
// 2005, U+FE10 to FE19 and U+9FB4 to 9FBB in 2022). Since then the private
// position has the four bytes that the standard one had before. Here both codes
// are the standard character: that is what was meant, whichever edition the
// writer knew, and the private one, which nobody means, has no code.
//
// Two bytes that are of private use in all editions stay so: those given to
// users, those given to nobody, and six characters (U+E816 to E818, E831, E83B,
// E855) that Unicode has beyond its first plane. Standard says which character
// such a one stands for. A3 A0 is a blank (U+3000), as programs write it, and
// not U+E5E5.
package gb18030
