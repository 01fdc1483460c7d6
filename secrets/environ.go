package secrets

// ParseName takes a variable's name apart into prefix, as it is spelled, and
// field. isFile tells whether its value is the name of a file. It reports
// false for a name that is not of the convention.
func ParseName(name string) (prefix string, field Field, isFile, ok bool) {
	if len(name) <= len(Infix) {
		return "", 0, false, false // as most names are; a get looks at them all
	}
	stem, isFile := cutSuffixFold(name, fileEnding)
	for field := range fieldCount {
		if isFile && !field.mayBeFile() {
			continue
		}
		start, ok := cutSuffixFold(stem, field.String())
		if !ok {
			continue
		}
		prefix, ok := cutSuffixFold(start, Infix)
		return prefix, field, isFile, ok && prefix != ""
	}
	return "", 0, false, false
}

// add takes a variable in, unless one of the same field has precedence: an
// upper-case name before others, these in byte order.
func (s *Secret) add(field Field, isFile bool, v variable) {
	slot := &s.direct[field]
	if isFile {
		slot = &s.file[field]
	}
	if v.isSet() && (!slot.isSet() || comesFirst(v.name, slot.name)) {
		*slot = v
	}
}

// comesFirst orders names that differ only in case. In byte order upper-case
// letters come before lower-case ones, so a name all in upper case is first.
func comesFirst(name, other string) bool { return name < other }
