// Package documents does what the documents say: every README, SECURITY.md and .github/CONTRIBUTING.md.
//
// Each fenced block is run as it is written, or parsed where it is a sample of a file, or listed with the reason why it
// can't be run here; a block that is none of these fails. Commands run in a home of their own, with the program on PATH and
// stand-ins on loopback for registries, AWS and what gives a CI job its token. docker is a stand-in too: it pulls through
// the default keychain of go-containerregistry, so config.json and the program are used as by a client. Commands that stand
// within a sentence must exist with their flags, and links must lead somewhere.
package documents
