package awsendpoint

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// authorizationData is ECR's answer; the private registry's has a proxy endpoint too:
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_AuthorizationData.html
type authorizationData struct {
	AuthorizationToken string  `json:"authorizationToken"`
	ExpiresAt          float64 `json:"expiresAt"`
	ProxyEndpoint      string  `json:"proxyEndpoint,omitempty"`
}

var accountNumber = regexp.MustCompile(`^[0-9]{12}$`)

func (e *Endpoint) authorizationToken(req request, identity Identity, now time.Time) answer {
	var input struct {
		RegistryIDs []string `json:"registryIds"`
	}
	if err := json.Unmarshal(req.body, &input); err != nil {
		return jsonError(http.StatusBadRequest, "SerializationException", "")
	}
	accounts := input.RegistryIDs
	if len(accounts) == 0 {
		accounts = []string{account(identity.ARN)}
	}
	data := []authorizationData{}
	for _, number := range accounts {
		if !accountNumber.MatchString(number) {
			return invalidParameter(fmt.Sprintf("Invalid parameter at 'registryIds' failed to satisfy constraint: '%s'",
				number)).answer(req)
		}
		entry, err := e.authorizationData(now)
		if err != nil {
			return answer{status: http.StatusInternalServerError}
		}
		region := req.auth.region
		entry.ProxyEndpoint = fmt.Sprintf("https://%s.dkr.ecr.%s.%s", number, region, dnsSuffix(region))
		data = append(data, entry)
	}
	return jsonAnswer(http.StatusOK, map[string]any{"authorizationData": data})
}

func (e *Endpoint) publicAuthorizationToken(now time.Time) answer {
	data, err := e.authorizationData(now)
	if err != nil {
		return answer{status: http.StatusInternalServerError}
	}
	return jsonAnswer(http.StatusOK, map[string]any{"authorizationData": data})
}

func (e *Endpoint) authorizationData(now time.Time) (authorizationData, error) {
	password, expires, err := e.newToken(now)
	if err != nil {
		return authorizationData{}, err
	}
	return authorizationData{
		AuthorizationToken: base64.StdEncoding.EncodeToString([]byte(tokenUser + ":" + password)),
		ExpiresAt:          float64(expires.UnixMilli()) / 1000,
	}, nil
}

// dnsSuffix returns the domain of a region's partition.
func dnsSuffix(region string) string {
	for _, partition := range []struct{ prefix, suffix string }{
		{"cn-", "amazonaws.com.cn"},
		{"eusc-", "amazonaws.eu"},
		{"us-iso-", "c2s.ic.gov"},
		{"us-isob-", "sc2s.sgov.gov"},
		{"us-isof-", "csp.hci.ic.gov"},
		{"eu-isoe-", "cloud.adc-e.uk"},
	} {
		if strings.HasPrefix(region, partition.prefix) {
			return partition.suffix
		}
	}
	return "amazonaws.com"
}
