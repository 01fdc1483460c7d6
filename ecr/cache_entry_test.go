package ecr

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

func testRequest() Request {
	registry, _ := ParseRegistry("123456789012.dkr.ecr.us-east-1.amazonaws.com")
	return Request{
		Registry: registry,
		Identity: Identity{AccessKeyID: hidden.Of("AKIAIOSFODNN7EXAMPLE"), SecretAccessKey: hidden.Of("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")},
	}
}

func testToken() Token {
	return Token{Password: hidden.Of("t0k3n-" + strings.Repeat("x", 2000)), Issued: time.Unix(1767225600, 42), Lifetime: 12 * time.Hour}
}

func testCache(t *testing.T) Cache {
	t.Helper()
	return Cache{Dir: filepath.Join(t.TempDir(), "home", "cache")}
}

// entryOf returns an entry that is closed before the test's directory is
// removed: Windows removes no directory that is open.
func entryOf(t *testing.T, cache Cache, request Request) *Entry {
	t.Helper()
	entry := cache.Entry(request)
	t.Cleanup(entry.Close)
	return entry
}

func TestCacheToken(t *testing.T) {
	t.Parallel()
	cache, request, want := testCache(t), testRequest(), testToken()
	if _, ok := entryOf(t, cache, request).Token(); ok {
		t.Fatal("an empty cache has a token")
	}
	if _, err := os.Stat(cache.Dir); !os.IsNotExist(err) {
		t.Errorf("looking for a token made a directory: %v", err)
	}
	entryOf(t, cache, request).PutToken(want)
	got, ok := entryOf(t, cache, request).Token()
	if !ok {
		t.Fatal("the token was not kept")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	entryOf(t, cache, request).DropToken()
	if _, ok := entryOf(t, cache, request).Token(); ok {
		t.Error("the token was not dropped")
	}
}

// TestClosedEntry closes an entry before it is used and more often than once:
// it serves all the same.
func TestClosedEntry(t *testing.T) {
	t.Parallel()
	entry, want := entryOf(t, testCache(t), testRequest()), testToken()
	entry.Close()
	entry.PutToken(want)
	entry.Close()
	entry.Close()
	if got, ok := entry.Token(); !ok || !got.Password.Equal(want.Password) {
		t.Error("the token was not kept")
	}
}

// TestSameCache takes an entry to another request and back, and to no cache.
func TestSameCache(t *testing.T) {
	t.Parallel()
	entry, want := entryOf(t, testCache(t), testRequest()), testToken()
	entry.PutToken(want)
	other := entry.Request
	other.Identity.RoleARN = hidden.Of("arn:role")
	same := entry.For(other).For(entry.Request)
	defer same.Close()
	if got, ok := same.Token(); !ok || !got.Password.Equal(want.Password) {
		t.Error("the token is not in the same cache")
	}
	nowhere := entry.Nowhere()
	nowhere.PutToken(want)
	if _, ok := nowhere.Token(); ok || nowhere.Request != entry.Request {
		t.Errorf("a token is kept nowhere: %v, for %+v", ok, nowhere.Request.Registry)
	}
}

// TestLargestEntry keeps a token whose file has 64 KiB, and none that is larger.
func TestLargestEntry(t *testing.T) {
	t.Parallel()
	cache, request, token := testCache(t), testRequest(), testToken()
	entryOf(t, cache, request).PutToken(token)
	overhead := -token.Password.Length()
	for _, content := range cacheFiles(t, cache) {
		overhead += len(content)
	}
	token.Password = hidden.Of(strings.Repeat("x", 64<<10-overhead))
	entryOf(t, cache, request).PutToken(token)
	if got, ok := entryOf(t, cache, request).Token(); !ok || !cmp.Equal(got, token) {
		t.Error("the largest token is not kept")
	}
	token.Password = hidden.Of(token.Password.Reveal() + "x")
	entryOf(t, cache, request).PutToken(token)
	if _, ok := entryOf(t, cache, request).Token(); ok {
		t.Error("a token that is too large is read")
	}
}

// TestCacheWithoutRoom has a directory in the place of the token's file: what
// can't be kept leaves nothing behind.
func TestCacheWithoutRoom(t *testing.T) {
	t.Parallel()
	cache, request := testCache(t), testRequest()
	entryOf(t, cache, request).PutToken(testToken())
	for path := range cacheFiles(t, cache) {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	entryOf(t, cache, request).PutToken(testToken())
	if left, err := os.ReadDir(cache.Dir); err != nil || len(left) != 1 {
		t.Errorf("%d entries in the directory, want the one in the token's place (%v)", len(left), err)
	}
}

func TestCacheIsKeyedByIdentityAndEndpoint(t *testing.T) {
	t.Parallel()
	cache, request := testCache(t), testRequest()
	entryOf(t, cache, request).PutToken(testToken())
	same := request
	same.Registry, _ = ParseRegistry("999999999999.dkr.ecr.us-east-1.amazonaws.com")
	if _, ok := entryOf(t, cache, same).Token(); !ok {
		t.Error("another account's registry misses, but one token serves both")
	}
	same.Endpoint.RoleURL = "s"
	if _, ok := entryOf(t, cache, same).Token(); !ok {
		t.Error("STS's endpoint makes a miss, but without a role it is not asked")
	}
	for name, change := range map[string]func(*Request){
		"access key ID":     func(r *Request) { r.Identity.AccessKeyID = hidden.Of("AKIAIOSFODNN7EXAMPLF") },
		"secret access key": func(r *Request) { r.Identity.SecretAccessKey = hidden.Of(r.Identity.SecretAccessKey.Reveal() + "x") },
		"no identity":       func(r *Request) { r.Identity = Identity{} },
		"session token":     func(r *Request) { r.Identity.SessionToken = hidden.Of("s") },
		"role":              func(r *Request) { r.Identity.RoleARN = hidden.Of("s") },
		"external ID":       func(r *Request) { r.Identity.ExternalID = hidden.Of("s") },
		"region":            func(r *Request) { r.Registry.Region = "us-east-2" },
		"public":            func(r *Request) { r.Registry.Public = true },
		"endpoint URL":      func(r *Request) { r.Endpoint.URL = "s" },
		"FIPS endpoint":     func(r *Request) { r.Endpoint.FIPS = true },
		"dual stack":        func(r *Request) { r.Endpoint.DualStack = true },
		"role's endpoint": func(r *Request) {
			r.Identity.RoleARN = hidden.Of("arn:role")
			entryOf(t, cache, *r).PutToken(testToken())
			r.Endpoint.RoleURL = "s"
		},
	} {
		other := request
		change(&other)
		if _, ok := entryOf(t, cache, other).Token(); ok {
			t.Errorf("%s: a token of another request is taken", name)
		}
	}
}

// An identity whose keys AWS gives anew is known by what they are given for.
func TestCacheIsKeyedBySource(t *testing.T) {
	t.Parallel()
	cache, request := testCache(t), testRequest()
	key := request.Identity.SecretAccessKey
	request.Identity = Identity{}
	request.Source = Source{Secret: key, Terms: hidden.Of("role")}
	entryOf(t, cache, request).PutToken(testToken())
	if _, ok := entryOf(t, cache, request).Token(); !ok {
		t.Error("the token is not kept")
	}
	for name, change := range map[string]func(*Request){
		"secret":            func(r *Request) { r.Source.Secret = hidden.Of(key.Reveal() + "x") },
		"terms":             func(r *Request) { r.Source.Terms = hidden.Of("rol") },
		"no terms":          func(r *Request) { r.Source.Terms = hidden.Of("") },
		"no secret":         func(r *Request) { r.Source.Secret = hidden.Of("") },
		"keys in its place": func(r *Request) { r.Source, r.Identity.SecretAccessKey = Source{}, key },
		"role":              func(r *Request) { r.Identity.RoleARN = hidden.Of("s") },
		"region":            func(r *Request) { r.Registry.Region = "us-east-2" },
		"role's endpoint":   func(r *Request) { r.Endpoint.RoleURL = "s" },
	} {
		other := request
		change(&other)
		if _, ok := entryOf(t, cache, other).Token(); ok {
			t.Errorf("%s: a token of another request is taken", name)
		}
	}
}

// Two requests whose parts are the same text when written one after the other
// are two all the same.
func TestCacheKeepsPartsApart(t *testing.T) {
	t.Parallel()
	cache, one, other := testCache(t), testRequest(), testRequest()
	one.Identity.RoleARN, one.Identity.ExternalID = hidden.Of("arn:role"), hidden.Of("external")
	other.Identity.RoleARN, other.Identity.ExternalID = hidden.Of("arn:roleext"), hidden.Of("ernal")
	entryOf(t, cache, one).PutToken(testToken())
	if _, ok := entryOf(t, cache, other).Token(); ok {
		t.Error("a token of another request is taken")
	}
}

func TestCacheFailure(t *testing.T) {
	t.Parallel()
	cache, request := testCache(t), testRequest()
	at := time.Unix(1767225600, 0)
	want := Failure{Cause: NotPermitted, Detail: "arn:aws:iam::123456789012:user/ci"}
	entryOf(t, cache, request).PutFailure(at, want)
	for age, kept := range map[time.Duration]bool{-time.Second: false, 0: true, 4 * time.Second: true, 5 * time.Second: false} {
		got, ok := entryOf(t, cache, request).Failure(at.Add(age), 5*time.Second)
		if ok != kept || ok && got != want {
			t.Errorf("age %v: got %+v, %v, want kept %v", age, got, ok, kept)
		}
	}
	other := request
	other.Settings = "HTTPS_PROXY=http://127.0.0.1:1"
	if _, ok := entryOf(t, cache, other).Failure(at, 5*time.Second); ok {
		t.Error("the failure is taken for one of other settings")
	}
	entryOf(t, cache, request).PutToken(testToken())
	if _, ok := entryOf(t, cache, request).Failure(at, 5*time.Second); ok {
		t.Error("the failure outlives a token")
	}
	if _, ok := entryOf(t, cache, other).Token(); !ok {
		t.Error("the token depends on settings")
	}
}
