//go:build !windows

package main

// chineseSystem is for Windows to say; elsewhere BIDUI_LANG does.
func chineseSystem() bool { return false }
