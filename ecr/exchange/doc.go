// Package exchange asks AWS for the tokens of ECR registries. It is the only
// package that imports the AWS SDK, and runs only when the cache holds no fresh
// token.
//
// A secret's own keys, or its web identity token, are all the identity there is:
// the client for them is built from values, not from the SDK's configuration, so
// that no ambient variable, profile, file or metadata service takes part or can
// break it.
// What says how to reach AWS is honoured: HTTPS_PROXY, AWS_CA_BUNDLE, the
// endpoint URLs, the FIPS and dual-stack switches. Only a secret without keys
// uses the SDK's default chain, from the profile on that it may name, with what that
// says of reaching AWS. Its tokens are sealed under the keys that the chain finds on
// this machine; where AWS gives it other keys in every process, under what they are
// given for: a web identity token, a session's token, the keys that assume a role.
// The label says everything else that decides whose token it is, so that none is
// ever handed to who could not have got it.
//
// Over all processes one exchange runs at a time for an identity; those who
// waited look into the cache again. Nobody waits for another process, a file
// or a child so long that no time is left to ask AWS. What AWS holds against
// an identity is remembered for a few seconds, so that many pulls with a wrong
// key make few calls; what this machine alone is to blame for is not. While
// AWS is out of reach, a token that still lives is good enough; an expired one
// never is.
//
// This machine's clock may be wrong. How long a token lives the clock of
// AWS says, and it is kept no longer than either clock allows. So a clock
// that was wrong can be put right, and one that jumps costs a call. What no
// process can notice is a clock that is set back while a token is kept, to a
// time after it came: a dead token may then look alive, for as long as the
// clock was set back.
//
// This package serves this module alone, and changes with it.
package exchange
