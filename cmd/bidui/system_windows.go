package main

import "syscall"

// chineseSystem says whether the windows of this machine speak Chinese.
func chineseSystem() bool {
	const primary, chinese = 0x3ff, 0x04 // the bits of a LANGID that name the language, and LANG_CHINESE
	language, _, _ := syscall.NewLazyDLL("kernel32.dll").NewProc("GetUserDefaultUILanguage").Call()
	return language&primary == chinese
}
