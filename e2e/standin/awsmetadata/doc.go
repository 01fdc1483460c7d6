// Package awsmetadata answers as the services of one machine do that give it the keys of its role: the metadata service of
// an instance (the second version, which wants a session), and the credentials endpoint of a container.
//
// This package serves this module alone, and changes with it.
package awsmetadata
