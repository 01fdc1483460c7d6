// Serve answers every get with the same credential, through Docker's own protocol package: the least that a helper
// written with it can cost.
package main

import "github.com/docker/docker-credential-helpers/credentials"

type constant struct{ credentials.Helper }

func (constant) Get(string) (username, secret string, err error) { return "user", "constant", nil }

func main() { credentials.Serve(constant{}) }
