// Package ecr has the helper get tokens of an AWS on loopback: for every form of host and every source of keys, by many
// processes at once, and with a cache and an AWS that fail in every way.
package ecr
