package clientconfig

import "bytes"

// WithHelpers returns the document with this helper under the keys of
// credHelpers, in place of others if there are any.
func (d Document) WithHelpers(keys []string) Document {
	if len(keys) == 0 {
		return d
	}
	helpers, ok := d.object(helpersMember)
	inner := rootLayout(d.text, d.root).nested()
	switch {
	case !ok:
		value := "{" + inner.separator + quote(keys[0]) + inner.colon + quote(HelperName) + inner.closing + "}"
		return d.withRootMember(helpersMember, value).WithHelpers(keys[1:])
	case len(helpers.members) == 0:
		return d.rescan(helpers.withMember(d.text, keys[0], quote(HelperName), inner)).WithHelpers(keys[1:])
	}
	return d.rescan(helpers.withValues(d.text, keys, quote(HelperName)))
}

// WithoutHelpers returns the document without the keys of credHelpers that
// are ours and chosen, and without credHelpers itself if none is left.
func (d Document) WithoutHelpers(isChosen func(key string) bool) Document {
	helpers, ok := d.object(helpersMember)
	if !ok {
		return d
	}
	named := d.Helpers()
	var kept []int
	for i, m := range helpers.members {
		if named[m.key] != HelperName || !isChosen(m.key) {
			kept = append(kept, i)
		}
	}
	switch len(kept) {
	case len(helpers.members):
		return d
	case 0:
		return d.withoutRootMember(helpersMember)
	}
	return d.rescan(helpers.withMembers(d.text, kept))
}

// WithStore returns the document with this helper as the one for every
// registry that credHelpers doesn't name.
func (d Document) WithStore() Document { return d.withRootMember(storeMember, quote(HelperName)) }

// WithoutStore returns the document without credsStore.
func (d Document) WithoutStore() Document { return d.withoutRootMember(storeMember) }

func (d Document) withRootMember(name, value string) Document {
	i, _ := d.root.find(name)
	if i < 0 {
		return d.rescan(d.root.withMember(d.text, name, value, rootLayout(d.text, d.root)))
	}
	m := d.root.members[i]
	return d.rescan(splice(d.text, m.valueStart, m.valueEnd, value))
}

func (d Document) withoutRootMember(name string) Document {
	i, _ := d.root.find(name)
	if i < 0 {
		return d
	}
	return d.rescan(d.root.withoutMember(d.text, i))
}

// rescan takes in an edited text, which is as valid as the one before.
func (d Document) rescan(text []byte) Document {
	root, err := scanObject(text, 0)
	if err != nil || bytes.Equal(text, d.text) {
		return d
	}
	read, err := readContent(text)
	if err != nil {
		return d
	}
	return Document{text: text, root: root, content: read}
}
