// Package windows runs the program of a Windows release, under Wine, in scripts (testdata/script) and as many processes at
// once.
//
// Wine is no Windows: it has neither its access lists nor its links. What it has is the system's calls, its paths, names of
// variables, shares of open files, locks, its console's signals and its command processor, in which what works on Unix fails.
package windows
