package secrets

import (
	"strings"
	"testing"
)

// TestServerBounds has names that are as long as DNS allows (RFC 1035, 2.3.4), ports at both ends of their range, and
// paths of which nothing is a repository's.
func TestServerBounds(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a.", 126) + "a" // 253 bytes
	for text, want := range map[string]Server{
		long:                         {Host: long},
		long + "a":                   {},
		"a.example:1":                {Host: "a.example:1"},
		"a.example:65535":            {Host: "a.example:65535"},
		"a.example:65536":            {},
		"a.example:0":                {},
		"a.example/@sha256:0":        {Host: "a.example"},
		"a.example/:tag":             {Host: "a.example"},
		"a.example/b:tag":            {Host: "a.example", Path: "b"},
		"[::]":                       {Host: "[::]"},
		"[a::f]":                     {Host: "[a::f]"},
		"[g::]":                      {},
		"[1:2:3:4:5:6:7::]":          {Host: "[1:2:3:4:5:6:7::]"},
		"[::2:3:4:5:6:7:8]":          {Host: "[::2:3:4:5:6:7:8]"},
		"[]":                         {},
		"[:]":                        {},
		"[":                          {},
		"[::::1":                     {},
		"[::1":                       {},
		"[::1.2.3.4]":                {Host: "[::1.2.3.4]"},
		"[::01.2.3.4]":               {},
		"a.example/v1/refresh-token": {Host: "a.example", Path: "v1/refresh-token"},
		"a::]":                       {},
		":::]:5000":                  {},
		"a.example/v1":               {Host: "a.example", Path: "v1"},
		"a.example/v2":               {Host: "a.example", Path: "v2"},
		"[::1]:5000/b":               {Host: "[::1]:5000", Path: "b"},
	} {
		got, ok := ParseServer(text)
		if got != want || ok != (want.Host != "") {
			t.Errorf("%.60s: %+v, %v, want %+v", text, got, ok, want)
		}
	}
}
