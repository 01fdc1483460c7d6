package doctor

import (
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// checkNames reports the secret's variables that nothing reads, and those
// whose name is not in upper case.
func (w world) checkNames(secret secrets.Secret) []Finding {
	var notRead, lowerCase []Finding
	if secret.Prefix != "" {
		notRead = checkNearNames(w.nearNames[secret.Prefix])
	}
	variables := secret.Variables()
	for i, v := range variables {
		upper := ascii.Upper(v.Name)
		before := variables[max(0, i-1)]
		switch {
		case v.Use == secrets.NotRead && v.Field != secrets.NoField && !secret.Has(v.Field):
			meant := secret.Variable(v.Field)
			finding := newFinding(codeNameNotRead, v.Name+" is not read", "rename it to "+meant)
			if v.IsFile {
				finding.Fix += "_FILE"
			} else if strings.HasSuffix(upper, "_FILE") {
				finding.Message += ": " + v.Field.String() + " can't be read from a file"
				finding.Fix = "set " + meant + " to what the file holds"
			}
			if v.Field != secrets.ServerField && v.Field != secrets.User && v.Field != secrets.Password {
				finding.Severity = Warning
			}
			notRead = append(notRead, finding)
		case v.Use == secrets.Outdone && ascii.Upper(before.Name) == upper:
			lowerCase = append(lowerCase, newFinding(codeLowerCase, v.Name+" is not used, since "+before.Name+" is set too",
				"unset one of them"))
		case v.Use == secrets.Outdone && secret.Kind != secrets.GitHubKind:
			notRead = append(notRead, newFinding(codeOutdone,
				v.Name+" is not used, since "+secret.Variable(v.Field)+" is set too", "unset one of them"))
		case v.Use == secrets.Used && v.Name != upper:
			lowerCase = append(lowerCase, newFinding(codeLowerCase, v.Name+" is read, but other programs may want the name in upper case",
				"rename it to "+upper))
		}
	}
	return slices.Concat(notRead, checkECRAlone(secret), lowerCase)
}

// checkECRAlone reports what a secret with user and password of another registry has for
// AWS, which get leaves out. Of a secret without these get says so itself.
func checkECRAlone(secret secrets.Secret) []Finding {
	var names []string
	for _, f := range []secrets.Field{
		secrets.SessionToken, secrets.WebIdentityToken, secrets.Profile, secrets.RoleARN, secrets.ExternalID,
	} {
		if secret.Has(f) {
			names = append(names, secret.Variable(f))
		}
	}
	if secret.Kind != secrets.OwnKind || secret.Server.Host == "" || secret.Missing() != nil || names == nil {
		return nil
	}
	all, are := strings.Join(names, " and "), " is "
	if len(names) > 1 {
		are = " are "
	}
	return []Finding{newFinding(codeECRAlone, all+are+"for ECR alone, and not used for "+secret.Server.String(),
		"unset "+all+", or correct "+secret.ServerVariable())}
}

// nearNamesByPrefix returns the names that are nearly those of variables that a
// secret with a server lacks, by its prefix; under the empty one those that no such
// secret lacks.
func nearNamesByPrefix(names []secrets.NearName, all []secrets.Secret) map[string][]secrets.NearName {
	hasServer := make(map[string]bool)
	for _, secret := range all {
		hasServer[secret.Prefix] = secret.Has(secrets.ServerField)
	}
	byPrefix := make(map[string][]secrets.NearName)
	for _, name := range names {
		prefix, _, _ := strings.Cut(name.Meant, secrets.Infix)
		if !hasServer[prefix] {
			prefix = ""
		}
		byPrefix[prefix] = append(byPrefix[prefix], name)
	}
	return byPrefix
}

// checkNearNames reports names that are nearly those of a secret's variables.
func checkNearNames(names []secrets.NearName) []Finding {
	var found []Finding
	for _, near := range names {
		code, reason, fix := codeNameNotRead, "", "rename it to "+near.Meant
		switch near.Fault {
		case secrets.NoPrefix:
			code, reason = codeNoPrefix, ": a name begins with a prefix of your choice"
		case secrets.OddPrefix:
			reason = ": a prefix has letters, digits, underscores, hyphens and dots only"
		case secrets.OtherConvention:
			fix = "if it is meant for this program, name it " + near.Meant
		}
		found = append(found, newFinding(code, near.Name+" is not read"+reason, fix))
	}
	return found
}

// checkStrayNames reports such names that no secret lacks.
func (w world) checkStrayNames() []Finding {
	found := checkNearNames(w.nearNames[""])
	downgrade(found)
	return found
}

// isForeign reports whether the variables are another program's: none is read,
// nor was any but a server's meant to be.
func isForeign(secret secrets.Secret) bool {
	return !slices.ContainsFunc(secret.Variables(), func(v secrets.Variable) bool {
		return isRead(v) || v.Field != secrets.NoField && v.Field != secrets.ServerField
	})
}

// isMeantForServer reports whether a variable that is not read has SERVER by another name.
func isMeantForServer(v secrets.Variable) bool {
	return v.Use == secrets.NotRead && v.Field == secrets.ServerField
}

func isRead(v secrets.Variable) bool { return v.Use != secrets.NotRead }

// isEmpty reports whether none of the secret's variables has a value.
func isEmpty(secret secrets.Secret) bool {
	return !slices.ContainsFunc(secret.Variables(), func(v secrets.Variable) bool {
		raw, _ := v.Raw(noFile)
		return v.Use != secrets.Empty && (v.Use != secrets.NotRead || !raw.IsEmpty())
	})
}

// noFile is for what stands in variables, and not in the files that they name.
func noFile(string) ([]byte, error) { return nil, nil }
