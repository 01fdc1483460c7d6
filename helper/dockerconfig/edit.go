package dockerconfig

// WithHelper returns the document with this helper under the key of
// credHelpers, in place of another if there is one.
func (d Document) WithHelper(key string) Document {
	helpers, ok := d.object(helpersMember)
	inner := rootLayout(d.text, d.root).nested()
	if !ok {
		value := "{" + inner.separator + quote(key) + inner.colon + quote(HelperName) + inner.closing + "}"
		return d.withRootMember(helpersMember, value)
	}
	i, _ := helpers.find(key, sameText)
	if i < 0 {
		return d.rescan(helpers.withMember(d.text, key, quote(HelperName), inner))
	}
	m := helpers.members[i]
	return d.rescan(splice(d.text, m.valueStart, m.valueEnd, quote(HelperName)))
}

// WithoutHelper returns the document without the key in credHelpers, and
// without credHelpers itself if that was its last one.
func (d Document) WithoutHelper(key string) Document {
	helpers, ok := d.object(helpersMember)
	if !ok {
		return d
	}
	i, _ := helpers.find(key, sameText)
	switch {
	case i < 0:
		return d
	case len(helpers.members) == 1:
		return d.withoutRootMember(helpersMember)
	}
	return d.rescan(helpers.withoutMember(d.text, i))
}

// WithStore returns the document with this helper as the one for every
// registry that credHelpers doesn't name.
func (d Document) WithStore() Document { return d.withRootMember(storeMember, quote(HelperName)) }

// WithoutStore returns the document without credsStore.
func (d Document) WithoutStore() Document { return d.withoutRootMember(storeMember) }

func (d Document) withRootMember(name, value string) Document {
	i, _ := d.root.find(name, sameName)
	if i < 0 {
		return d.rescan(d.root.withMember(d.text, name, value, rootLayout(d.text, d.root)))
	}
	m := d.root.members[i]
	return d.rescan(splice(d.text, m.valueStart, m.valueEnd, value))
}

func (d Document) withoutRootMember(name string) Document {
	i, _ := d.root.find(name, sameName)
	if i < 0 {
		return d
	}
	return d.rescan(d.root.withoutMember(d.text, i))
}

// rescan takes in an edited text, which is as valid as the one before.
func (d Document) rescan(text []byte) Document {
	root, err := scanObject(text, 0)
	if err != nil {
		return d
	}
	return Document{text: text, root: root}
}
