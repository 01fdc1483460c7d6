//go:build !unix

package dockerconfig

// openNoFollow is nothing: making a link needs a privilege here.
const openNoFollow = 0
