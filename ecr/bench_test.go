package ecr

import (
	"path/filepath"
	"testing"
)

// BenchmarkParseRegistry tells hosts of ECR from others, as every get does.
func BenchmarkParseRegistry(b *testing.B) {
	for name, host := range map[string]string{
		"ECR":       "123456789012.dkr.ecr.us-east-1.amazonaws.com",
		"last form": "123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov",
		"other":     "mycompany.azurecr.io",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ParseRegistry(host)
			}
		})
	}
}

// BenchmarkSeal opens a sealed token in memory, in its two steps: deriving the
// key, and decrypting.
func BenchmarkSeal(b *testing.B) {
	request := testRequest()
	ready, ok := newSeal(request)
	if !ok {
		b.Fatal("no key")
	}
	sealed := ready.seal(tokenKind, []byte(testToken().Password.Reveal()))
	b.Run("derive", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, ok := newSeal(request); !ok {
				b.Fatal("no key")
			}
		}
	})
	b.Run("open", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, ok := ready.unseal(tokenKind, sealed); !ok {
				b.Fatal("not opened")
			}
		}
	})
}

// BenchmarkCacheToken reads a token from the cache's directory, and looks for
// one that is not there.
func BenchmarkCacheToken(b *testing.B) {
	cache := Cache{Dir: filepath.Join(b.TempDir(), "cache")}
	cache.Entry(testRequest()).PutToken(testToken())
	other := testRequest()
	other.Registry.Region = "us-east-2"
	for name, test := range map[string]struct {
		request Request
		found   bool
	}{
		"found":   {testRequest(), true},
		"missing": {other, false},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := cache.Entry(test.request).Token(); ok != test.found {
					b.Fatalf("found: %v", ok)
				}
			}
		})
	}
}
