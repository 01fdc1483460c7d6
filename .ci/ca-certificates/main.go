// Program ca-certificates prints, as PEM, the certificate authorities that the
// container image trusts: those of Mozilla, at the version that go.mod names and
// go.sum pins. A machine's own bundle would give each machine another image.
//
// An authority that Mozilla trusts only for certificates of before some day is left
// out, since PEM can't say that.
package main

import (
	"encoding/pem"
	"fmt"
	"log"
	"os"

	"golang.org/x/crypto/x509roots/fallback/bundle"
)

func main() {
	if err := printRoots(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func printRoots(out *os.File) error {
	_, err := fmt.Fprintln(out, "# From Mozilla's certdata.txt, by golang.org/x/crypto/x509roots; https://mozilla.org/MPL/2.0/")
	if err != nil {
		return err
	}
	for root := range bundle.Roots() {
		if root.Constraint != nil {
			continue
		}
		if err := pem.Encode(out, &pem.Block{Type: "CERTIFICATE", Bytes: root.Certificate}); err != nil {
			return err
		}
	}
	return nil
}
