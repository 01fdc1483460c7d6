#!/bin/sh
# Installs the program that lies beside this file: nothing is downloaded. Dev container
# tools run it as root while they build the image, with the options as variables.
set -euf
umask 022

program=/usr/local/bin/docker-credential-secrets
share=/usr/local/share/docker-credential-secrets

die() {
  printf 'docker-credential-secrets: %s\n' "$1" >&2
  exit 1
}

case $(uname -m) in
  x86_64 | amd64) architecture=amd64 ;;
  aarch64 | arm64) architecture=arm64 ;;
  *) die "this Feature has a program for x86_64 and aarch64, and none for $(uname -m)" ;;
esac
[ "$(id -u)" = 0 ] || die 'install.sh has to be run as root'

cd "$(dirname "$0")"
# The image may have anything there, such as links, through which nothing may be written.
rm -rf "$program" "$share"
mkdir -p "${program%/*}" "$share"
cp "$architecture/docker-credential-secrets" "$program"
cp configure.sh LICENSE THIRD-PARTY-NOTICES "$share"
chmod 0755 "$program" "$share" "$share/configure.sh"

# The option is text that is only ever split: configure.sh reads it from a file, and no
# shell takes it for a command. The program itself says what is no registry.
set -- $(printf '%s' "${REGISTRIES-}" | tr ',' ' ')
: >"$share/registries"
if [ $# -gt 0 ]; then
  "$program" configure --dry-run --config "$share/none" -- "$@" >/dev/null ||
    die 'the option "registries" is a list of registries, as "ghcr.io, mycompany.azurecr.io"'
  printf '%s\n' "$@" >"$share/registries"
fi
