//go:build !unix

package secrets

const openWithoutWaiting = 0
