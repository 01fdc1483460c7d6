// Package libraries has the registry clients' own code look for credentials where `configure` put the helper: what a
// client finds is what its library returns, whatever anybody read in that library's source.
//
// It is a module of its own, so that nobody who builds the helper downloads these libraries.
package libraries
