package kubeletconfig

import (
	"bytes"
	gojson "encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"unicode"

	"sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// Read reads a file's text, and refuses what kubelet 1.34 does not start with. The
// error says why, and holds no value of the text.
func Read(text []byte) (Config, error) {
	var c Config
	document, err := toJSON(text)
	if err != nil {
		return Config{}, err
	}
	// What the file is comes first: another kind has other fields.
	if json.UnmarshalCaseSensitivePreserveInts(document, &struct {
		APIVersion *string `json:"apiVersion"`
		Kind       *string `json:"kind"`
	}{&c.APIVersion, &c.Kind}) == nil {
		if err := c.checkVersion(); err != nil {
			return Config{}, err
		}
	}
	strict, err := json.UnmarshalStrict(document, &c)
	switch {
	case err != nil:
		return Config{}, explainType(err)
	case len(strict) > 0:
		return Config{}, explainField(strict[0])
	}
	return c, c.check()
}

// toJSON returns the JSON of a text that is JSON, if it begins so, or YAML.
func toJSON(text []byte) ([]byte, error) {
	if bytes.HasPrefix(bytes.TrimLeftFunc(text, unicode.IsSpace), []byte("{")) {
		var syntax *gojson.SyntaxError
		if err := gojson.Unmarshal(text, new(gojson.RawMessage)); errors.As(err, &syntax) {
			line := 1 + bytes.Count(text[:min(int(syntax.Offset), len(text))], []byte("\n"))
			return nil, fmt.Errorf("it is not valid JSON (line %d)", line)
		}
		return text, nil
	}
	document, err := yaml.YAMLToJSONStrict(text)
	if err != nil {
		// The error may repeat a value.
		cause := "it is not valid YAML"
		if strings.Contains(err.Error(), "already set in map") {
			cause = "it has a field twice"
		}
		if line := yamlLine.FindString(err.Error()); line != "" {
			cause += " (" + line + ")"
		}
		return nil, errors.New(cause)
	}
	return document, nil
}

var yamlLine = regexp.MustCompile(`line [0-9]+`)

// explainType is about a value that is a list, say, and not a text.
func explainType(err error) error {
	var wrong *gojson.UnmarshalTypeError
	if !errors.As(err, &wrong) {
		return errors.New("it is no " + kind)
	}
	value, _, _ := strings.Cut(wrong.Value, " ")
	switch field, wanted := wrong.Field, wrong.Type.Kind(); {
	case field == "":
		return errors.New("it is no " + kind)
	case wanted == reflect.String && (value == "bool" || value == "number"):
		return errors.New(field + " is a " + value + ", not a text in quotes")
	case wanted == reflect.String:
		return errors.New(field + " is or holds what is no text")
	case wanted == reflect.Slice:
		return errors.New(field + " is not a list")
	case wanted == reflect.Bool:
		return errors.New(field + " is neither true nor false, without quotes")
	case strings.HasSuffix(field, ".env"):
		return errors.New(field + " has an entry that is not a name and a value")
	default:
		return errors.New(field + " has no fields")
	}
}

var strictError = regexp.MustCompile(`^(unknown|duplicate) field "([A-Za-z.0-9\[\]]*)"$`)

// explainField is about a field that kubelet does not know, or that is there twice. In env
// its name may be a value.
func explainField(err error) error {
	parts := strictError.FindStringSubmatch(err.Error())
	switch {
	case strings.Contains(err.Error(), ".env["):
		return errors.New("an entry of env has more than a name and a value, as a value with a comma that is not in quotes")
	case parts == nil:
		return errors.New("it has a field that kubelet does not know")
	case parts[1] == "duplicate":
		return errors.New("it has the field " + parts[2] + " twice")
	}
	return errors.New("it has the field " + parts[2] + ", which kubelet does not know")
}
