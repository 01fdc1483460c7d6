// Package ecr holds the rules of Amazon's Elastic Container Registry, and calls nobody:
// its registries' host names, the tokens that they take as passwords, and the
// cache of the tokens that package exchange fetched.
//
// A host is ECR's only if it matches the table of host names whole. A token is
// fresh for half of its life.
//
// The cache holds one file a token, sealed with AES-256-GCM under a key that
// is derived (HKDF-SHA256) from the secret access key itself, or from the web
// identity token in its place, under a name derived likewise. So a file says
// nothing to whoever lacks that, and a rotated key is a plain miss. One identity's token is good
// for every registry that the identity may read in a region, so the account
// is no part of the key. Whatever is wrong with the cache (no directory, a
// foreign one, a corrupt file, a full disk) is a miss: it costs time, never
// the answer.
package ecr
