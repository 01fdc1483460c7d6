// Package clients lets the registry clients that people use pull, push, log in and build, with the helper in their
// configuration and its secrets in the environment, against registries that let nobody in without them.
package clients
