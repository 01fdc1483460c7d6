package secrets

import (
	"fmt"
	"slices"
	"testing"
)

// manyVariables returns an environment of secrets among variables of no
// interest.
func manyVariables(variables, secrets int) []string {
	var entries []string
	for i := range secrets {
		entries = append(entries, triple(fmt.Sprintf("REGISTRY_%04d", i), fmt.Sprintf("registry-%04d.example", i), "user", "password")...)
	}
	for i := len(entries); i < variables; i++ {
		entries = append(entries, fmt.Sprintf("VARIABLE_OF_A_BUILD_%04d=its value, of a usual length", i))
	}
	slices.Sort(entries)
	return entries
}

// BenchmarkFind reads an environment and finds one of its secrets.
func BenchmarkFind(b *testing.B) {
	for _, size := range []struct{ variables, secrets int }{
		{10, 1}, {1000, 1}, {1000, 10}, {10000, 1}, {10000, 10}, {10000, 1000},
	} {
		b.Run(fmt.Sprintf("variables=%d/secrets=%d", size.variables, size.secrets), func(b *testing.B) {
			environ := manyVariables(size.variables, size.secrets)
			asked := Server{Host: fmt.Sprintf("registry-%04d.example", size.secrets/2)}
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := FromEnviron(environ, noECR).Find(asked); !ok {
					b.Fatal("not found")
				}
			}
		})
	}
}

// BenchmarkParseServer normalises servers as clients write them.
func BenchmarkParseServer(b *testing.B) {
	for name, text := range map[string]string{
		"host":  "mycompany.azurecr.io",
		"hub":   "https://index.docker.io/v1/",
		"image": "https://Registry.example:5000/org/app/sub:1.2@sha256:0123",
		"ECR":   "123456789012.dkr.ecr.us-east-1.amazonaws.com",
		"none":  "registry..example",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ParseServer(text)
			}
		})
	}
}
