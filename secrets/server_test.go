package secrets

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseServer(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Server{
		"ghcr.io":                             {Host: "ghcr.io"},
		" MyCompany.AzureCR.io\r\n":           {Host: "mycompany.azurecr.io"},
		"https://ghcr.io":                     {Host: "ghcr.io"},
		"HTTP://ghcr.io/":                     {Host: "ghcr.io"},
		"ghcr.io:443":                         {Host: "ghcr.io"},
		"https://ghcr.io:443/":                {Host: "ghcr.io"},
		"registry.example:5000":               {Host: "registry.example:5000"},
		"http://registry.example:80":          {Host: "registry.example:80"},
		"localhost":                           {Host: "localhost"},
		"localhost:5000":                      {Host: "localhost:5000"},
		"registry":                            {Host: "registry"},
		"192.0.2.7:5000":                      {Host: "192.0.2.7:5000"},
		"[2001:DB8::1]:5000":                  {Host: "[2001:db8::1]:5000"},
		"[::1]":                               {Host: "[::1]"},
		"[::1]:443":                           {Host: "[::1]"},
		"https://gcr.io/v1/":                  {Host: "gcr.io"},
		"https://gcr.io/v2/":                  {Host: "gcr.io"},
		"gcr.io/v2":                           {Host: "gcr.io", Path: "v2"},
		"ghcr.io/org/app":                     {Host: "ghcr.io", Path: "org/app"},
		"https://ghcr.io/org//app/":           {Host: "ghcr.io", Path: "org/app"},
		"ghcr.io/org/app:1.2":                 {Host: "ghcr.io", Path: "org/app"},
		"ghcr.io/org/app@sha256:0123":         {Host: "ghcr.io", Path: "org/app"},
		"ghcr.io/org/app:1.2@sha256:0123":     {Host: "ghcr.io", Path: "org/app"},
		"ghcr.io/org/app?service=x#y":         {Host: "ghcr.io", Path: "org/app"},
		"localhost:5000/org/app:latest":       {Host: "localhost:5000", Path: "org/app"},
		"oci://ghcr.io/org/charts":            {Host: "ghcr.io", Path: "org/charts"},
		"OCI://registry-1.docker.io/x":        {Host: "docker.io", Path: "x"},
		"my_registry:5000":                    {Host: "my_registry:5000"},
		"my_registry:5000/app:1":              {Host: "my_registry:5000", Path: "app"},
		"My_App.Registry_1.example":           {Host: "my_app.registry_1.example"},
		"[::ffff:192.0.2.7]":                  {Host: "[::ffff:192.0.2.7]"},
		"[1:2:3:4:5:6:7:8]":                   {Host: "[1:2:3:4:5:6:7:8]"},
		"[1::]":                               {Host: "[1::]"},
		"registry.xn--gitlab-qyd.com":         {Host: "registry.xn--gitlab-qyd.com"},
		"docker.io":                           {Host: "docker.io"},
		"index.docker.io":                     {Host: "docker.io"},
		"registry-1.docker.io":                {Host: "docker.io"},
		"registry-1.docker.io:443":            {Host: "docker.io"},
		"https://registry-1.docker.io":        {Host: "docker.io"},
		"https://index.docker.io/v1/":         {Host: "docker.io"},
		"https://index.docker.io/v1":          {Host: "docker.io"},
		"https://index.docker.io":             {Host: "docker.io"},
		"https://index.docker.io:443/v1/":     {Host: "docker.io"},
		"https://docker.io":                   {Host: "docker.io"},
		"index.docker.io/v1/":                 {Host: "docker.io"},
		"https://index.docker.io/v2/":         {Host: "docker.io"},
		"http://index.docker.io/v2":           {Host: "docker.io"},
		"oci://index.docker.io/v2/":           {Host: "docker.io"},
		"docker.io/v2/":                       {Host: "docker.io"},
		"https://index.docker.io/library/x:1": {Host: "docker.io", Path: "library/x"},
		"https://index.docker.io/myorg":       {Host: "docker.io", Path: "myorg"},
		"docker.io/my/refresh-token":          {Host: "docker.io", Path: "my/refresh-token"},
		"index.docker.io/library/x":           {Host: "docker.io", Path: "library/x"},
		"docker.io/library/x:1":               {Host: "docker.io", Path: "library/x"},
		"dhi.io":                              {Host: "dhi.io"},
		"https://docker.io.evil.example/":     {Host: "docker.io.evil.example"},
		"ghcr.io/x?y=https://evil.test/":      {Host: "ghcr.io", Path: "x"},
		"registry.example:5000/../../etc/":    {Host: "registry.example:5000"},
		"registry.example/team/../other":      {Host: "registry.example"},
		"registry.example/team/./a..b":        {Host: "registry.example"},
		"registry.example/team/a..b":          {Host: "registry.example", Path: "team/a..b"},
	} {
		got, ok := ParseServer(text)
		if !ok {
			t.Errorf("ParseServer(%q): no server", text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("ParseServer(%q): -want +got\n%s", text, diff)
		}
	}
}

func TestParseServerRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", " ", "/", "https://", "https:///v2/", "ftp://ghcr.io", "docker://ghcr.io", "://ghcr.io",
		"ghcr .io", `"ghcr.io"`, "'ghcr.io'", "<ECR_URL>", "ghcr.io:", "ghcr.io:latest", "ghcr.io:0", "ghcr.io:70000",
		"ghcr.io:0443", "ghcr.io:+443", "-ghcr.io", "ghcr-.io", "ghcr..io", ".ghcr.io", "ghcr.io.", "*.azurecr.io",
		"ghcr.io.:443", "ghcr.io./org", "https://ghcr.io./", "docker.io.", ".", "_.", strings.Repeat("a", 64) + ".example",
		strings.Repeat("a.", 126) + "ab", "oci://", "ocı://ghcr.io", "http\u017f://ghcr.io", "https:\\\\ghcr.io", "ghcr.io\t.example", "gh%63r.io", "ghcr.io%00",
		"registry.gİtlab.com", "gitlab.\u212aorp.example", "ghcr。io", "ｇhcr.io", "ghcr.io\u00a0", "\ufeffghcr.io", "ghcr.io\u200b", "\u0085ghcr.io", "ghcr.io\u00ad",
		"user@ghcr.io", "https://user:password@ghcr.io/", "ghcr.io\\x", "ghcr.io\x00", "gh\xffcr.io", "gıthub.example",
		"::1", "[::1", "[::1]x", "[::1]:x", "[fe80::1%eth0]", "[ghcr.io]", "[]",
		"[1:2:3]", "[::1::]", "[:::]", "[1:2:3:4:5:6:7::8]", "[12345::]", "[::1.2.3]", "[::256.1.1.1]", "[::1.2.3.4:5]", "[1:2:3:4:5:6:7:8:9]", "[:1:2:3:4:5:6:7]",
		// What docker login and logout keep Docker Hub's OAuth tokens under.
		"index.docker.io/v1/access-token", "https://registry-1.docker.io/v1/refresh-token", "docker.io/v1/refresh-token:tag",
		"https://index.docker.io/v1/access-token", "https://index.docker.io/v1/refresh-token",
		"HTTPS://INDEX.DOCKER.IO:443/v1/refresh-token", "https://index.docker.io/v1/#refresh-token",
		"https://index.docker.io/v1/?x", "https://index.docker.io/v1/ refresh-token", "https://index.docker.io//V1//refresh-token", "docker.io/v1/:x",
		"https://docker.io/V1/refresh%2Dtoken", "https://index.docker.io/x/../v1/refresh-token", "index.docker.io/v1/./refresh-token",
		"https://index.docker.io/%76%31/refresh-token", "docker.io/v1/repositories/x/tags",
		"https://not.a.real.registry:port/url",
	} {
		if got, ok := ParseServer(text); ok {
			t.Errorf("ParseServer(%q) = %+v, want none", text, got)
		}
	}
}

func TestIsHub(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"docker.io": true, "https://index.docker.io/v1/": true, "registry-1.docker.io:443": true, "docker.io/library/x": true,
		"docker.io:5000": false, "hub.docker.com": false, "dhi.io": false,
	} {
		if server, ok := ParseServer(text); !ok || server.IsHub() != want {
			t.Errorf("%s: %v", text, server.IsHub())
		}
	}
}

func TestCovers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		secret, asked string
		want          bool
	}{
		{"ghcr.io", "ghcr.io", true},
		{"ghcr.io", "https://ghcr.io/v2/", true},
		{"ghcr.io", "ghcr.io/org/app:1", true},
		{"ghcr.io/org", "ghcr.io/org", true},
		{"ghcr.io/org", "ghcr.io/org/app", true},
		{"ghcr.io/org", "ghcr.io/organisation", false},
		{"ghcr.io/org", "ghcr.io", false},
		{"ghcr.io/org/app", "ghcr.io/org", false},
		{"registry.example", "registry.example:5000", false},
		{"registry.example:5000", "registry.example", false},
		{"registry.example:443", "registry.example", true},
		{"azurecr.io", "mycompany.azurecr.io", false},
		{"mycompany.azurecr.io", "mycompany.azurecr.io.evil.example", false},
		{"docker.io", "https://index.docker.io/v1/", true},
		{"https://index.docker.io/v1/", "registry-1.docker.io:443", true},
		{"docker.io", "dhi.io", false},
	} {
		secret, _ := ParseServer(test.secret)
		asked, _ := ParseServer(test.asked)
		if got := secret.Covers(asked); got != test.want {
			t.Errorf("secret of %s covers %s: %v, want %v", test.secret, test.asked, got, test.want)
		}
	}
}
