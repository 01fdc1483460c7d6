package kubelet

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

const planted = "s3cr3t"

func request(version, image, more string) string {
	return fmt.Sprintf(`{"kind":"CredentialProviderRequest","apiVersion":"credentialprovider.kubelet.k8s.io/%s","image":%q%s}`, version, image, more)
}

func TestParseRequest(t *testing.T) {
	t.Parallel()
	const account = `,"serviceAccountToken":"s3cr3t","serviceAccountAnnotations":{"eks.amazonaws.com/role-arn":"role","other":"x"}`
	for _, version := range []string{"v1", "v1beta1", "v1alpha1"} {
		got, err := ParseRequest([]byte(request(version, "[::1]:5000/team/app", account) + "\n"))
		isNewest := version == "v1"
		if err != nil || got.Image != "[::1]:5000/team/app" || (got.ServiceAccountToken.Reveal() == planted) != isNewest || (got.Role.Reveal() == "role") != isNewest {
			t.Errorf("%s: %v, %v", version, got, err)
		}
	}
}

func TestBadRequests(t *testing.T) {
	t.Parallel()
	const notJSON = "standard input is not the JSON of a CredentialProviderRequest"
	const notKind, notImage = "kind on standard input is not CredentialProviderRequest", "image on standard input is not the name of an image"
	const notVersion = "apiVersion on standard input is not known: set the provider's apiVersion to credentialprovider.kubelet.k8s.io/v1"
	for input, want := range map[string]string{
		"":                                    notJSON,
		planted:                               notJSON,
		"ghcr.io/" + planted:                  notJSON,
		`["` + planted + `"]`:                 notJSON,
		request("v1", planted, "") + "x":      notJSON,
		request("v1", planted, `,"image":[]`): notJSON,
		"{}":                                  notKind,
		"null":                                notKind,
		strings.Replace(request("v1", planted, ""), "Request", planted, 1): notKind,
		request("v2", planted, ""):  notVersion,
		request("v1 ", planted, ""): notVersion,
		strings.Replace(request("v1", planted, ""), "credentialprovider.", "", 1): notVersion,
		request("v1", "", ""):                   notImage,
		request("v1", planted+"\n"+planted, ""): notImage,
		request("v1", planted+" x", ""):         notImage,
		request("v1", planted+"\u00e9", ""):     notImage,
		`{"kind":"CredentialProviderRequest","apiVersion":"` + group + `v1","other":"x"}`: notImage,
	} {
		_, err := ParseRequest([]byte(input))
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), planted) {
			t.Errorf("%q: %v", input, err)
		}
	}
}

func TestRender(t *testing.T) {
	t.Parallel()
	login := Response{Username: hidden.Of("u\"<"), Password: hidden.Of("p\n€"), Lasts: 90 * time.Minute}
	scoped := login
	scoped.Path, scoped.IsForImage = "team", true
	likeAPI := scoped
	likeAPI.Path = "v2/team"
	for want, test := range map[string]struct {
		image    string
		response Response
	}{
		`{"cacheKeyType":"Registry","cacheDuration":"1h30m0s","auth":{"R.example:443":{"username":"u\"<","password":"p\n€"}}}`:     {"R.example:443/team/app", login},
		`{"cacheKeyType":"Image","cacheDuration":"1h30m0s","auth":{"r.example/team":{"username":"u\"<","password":"p\n€"}}}`:       {"r.example/team/app", scoped},
		`{"cacheKeyType":"Image","cacheDuration":"1h30m0s","auth":{"r.example/v2/v2/team":{"username":"u\"<","password":"p\n€"}}}`: {"r.example/v2/team/app", likeAPI},
		`{"cacheKeyType":"Registry","cacheDuration":"350ms","auth":{}}`:                                                            {"r.example/app", Response{Lasts: 350 * time.Millisecond}},
		`{"cacheKeyType":"Image","cacheDuration":"1m0s","auth":{}}`:                                                                {"r.example/app", Response{IsForImage: true, Lasts: time.Minute}},
	} {
		for _, version := range []string{"v1", "v1beta1", "v1alpha1"} {
			parsed, err := ParseRequest([]byte(request(version, test.image, "")))
			if err != nil {
				t.Fatal(err)
			}
			var wanted, got map[string]any
			rendered := test.response.Render(parsed)
			if err := json.Unmarshal(rendered, &got); err != nil || strings.Count(string(rendered), "\n") != 1 {
				t.Fatalf("%q: %v", rendered, err)
			}
			if err := json.Unmarshal([]byte(want), &wanted); err != nil {
				t.Fatal(err)
			}
			wanted["kind"], wanted["apiVersion"] = "CredentialProviderResponse", "credentialprovider.kubelet.k8s.io/"+version
			if diff := cmp.Diff(wanted, got); diff != "" {
				t.Errorf("%s of %s: -want +got\n%s", version, test.image, diff)
			}
		}
	}
}

// FuzzRequest compares what is read with what is in the JSON as maps and texts,
// and wants no error to repeat any of it.
func FuzzRequest(f *testing.F) {
	f.Add(request("v1", "ghcr.io/team/app", ""))
	f.Add(request("v1alpha1", "127.0.0.1:5000/app", `,"serviceAccountToken":"a.b.c"`))
	f.Add(`{"Kind":"CredentialProviderRequest"}{}`)
	f.Fuzz(func(t *testing.T, input string) {
		got, err := ParseRequest([]byte(input))
		if err != nil {
			for word := range strings.FieldsSeq(input) {
				if len(word) > 60 && strings.Contains(err.Error(), word) {
					t.Errorf("%q: %v", input, err)
				}
			}
			return
		}
		var message map[string]any
		if err := json.Unmarshal([]byte(input), &message); err != nil {
			t.Fatalf("%q is taken, and is no JSON object: %v", input, err)
		}
		isIn := false
		for name, value := range message {
			isIn = isIn || strings.EqualFold(name, "image") && value == got.Image
		}
		if !isIn || got.Image == "" || !strings.HasPrefix(got.apiVersion, group+"v1") {
			t.Errorf("%q: %q", input, got.Image)
		}
		var response map[string]any
		if err := json.Unmarshal(Response{Lasts: time.Minute}.Render(got), &response); err != nil || response["apiVersion"] != got.apiVersion {
			t.Errorf("%q: %v, %v", input, response, err)
		}
	})
}
