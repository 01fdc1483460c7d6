#!/usr/bin/env bash
# The steps of action.yml, whose inputs are VERSION, REGISTRIES, CONFIGURE, ATTESTATION and RELEASES:
# downloads a release for this runner, checks it, puts the program on the PATH of the
# steps that follow, and names it in Docker's configuration.
#
# It keeps to bash 3.2, which is macOS's, and to what Git for Windows brings.
set -euo pipefail

name=docker-credential-secrets
repository=$name/$name

# fail MESSAGE ends the step, with the message on the page of the job too. It is one
# line: what an input holds is in it only after a check, or quoted by printf's %q.
fail() {
  printf '::error title=%s::%s\n' "$name" "$1"
  exit 1
}

quoted() { printf '%q' "$1"; }

# matches TEXT PATTERN: bash 3.2 takes no parentheses in a pattern that is written in place.
matches() { [[ $1 =~ $2 ]]; }

check_inputs() {
  if [[ -z $VERSION ]]; then read -r VERSION <"$GITHUB_ACTION_PATH/version"; fi
  VERSION=${VERSION#v}
  matches "$VERSION" '^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$' ||
    fail "the input version is $(quoted "$VERSION"): write it as 1.2.3, or leave it out for the action's own"
  [[ $CONFIGURE == true || $CONFIGURE == false ]] || fail "the input configure is $(quoted "$CONFIGURE"): write true or false"
  [[ $ATTESTATION == auto || $ATTESTATION == required ]] || fail "the input attestation is $(quoted "$ATTESTATION"): write auto or required"
  # Plain HTTP is for a mirror on the runner itself. The message has no URL, which may have a password in it.
  matches "$RELEASES" '^(https://[A-Za-z0-9.:-]+|http://(127\.0\.0\.1|localhost)(:[0-9]+)?)(/|$)' ||
    fail 'the input releases is not an https:// URL, without a user or password'
}

# choose_archive names the release's file for this runner, and the program in it.
choose_archive() {
  local system architecture ending=tar.gz
  program=$name
  case $RUNNER_OS in
    Linux) system=linux ;;
    macOS) system=darwin ;;
    Windows) system=windows ending=zip program=$name.exe ;;
    *) fail "there is no release for runners with $(quoted "$RUNNER_OS")" ;;
  esac
  case $RUNNER_ARCH in
    X64) architecture=amd64 ;;
    ARM64) architecture=arm64 ;;
    ARM) architecture=armv7 ;;
    *) fail "there is no release for runners with $(quoted "$RUNNER_ARCH")" ;;
  esac
  archive=${name}_${VERSION}_${system}_$architecture.$ending
}

# download FILE of the release into the current directory, whatever ~/.curlrc says (-q, which
# has to be the first option).
download() {
  local status
  status=$(curl -q --globoff --silent --show-error --location --proto-redir =https --retry 3 --connect-timeout 20 --max-time 300 \
    --output "$1" --write-out '%{http_code}' "${RELEASES%/}/v$VERSION/$1" 2>curl.log) ||
    fail "$1 of release $VERSION can't be downloaded: $(tail -n 1 curl.log)"
  case $status in
    200) ;;
    404) fail "there is no release $VERSION, or it has no $1: status 404" ;;
    *) fail "$1 of release $VERSION can't be downloaded: status $status" ;;
  esac
}

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -c 1-64
}

check_sum() {
  local wanted got
  wanted=$(awk -v file="$archive" '$2 == file { print $1 }' checksums.txt)
  [[ -n $wanted ]] || fail "release $VERSION has no $archive: checksums.txt does not name it"
  download "$archive"
  got=$(sha256 "$archive")
  [[ $got == "$wanted" ]] || fail "$archive is not the file that checksums.txt names: its SHA-256 is $got"
  echo "$archive has the SHA-256 of checksums.txt: $got"
}

# has_gh fails only where there is no gh, or one that is too old to know of attestations:
# a gh that does not work is an error, not an excuse.
has_gh() {
  local said pattern='^gh version ([1-9][0-9]*)\.(0|[1-9][0-9]*)\.'
  no_gh='this runner has no gh'
  command -v gh >/dev/null || return 1
  said=$(gh --version 2>/dev/null) || fail 'the gh of this runner does not run, so that the attestation can not be checked'
  matches "$said" "$pattern" || fail "the gh of this runner does not tell its version: $(quoted "$said")"
  no_gh="this runner has gh ${BASH_REMATCH[1]}.${BASH_REMATCH[2]}, and 2.49 is the first that can"
  ((BASH_REMATCH[1] > 2 || BASH_REMATCH[1] == 2 && BASH_REMATCH[2] >= 49))
}

# A checksum that lies beside the file tells of a broken download. That the release's
# workflow made the file, from the tag of this version, is what the attestation tells.
check_attestation() {
  if ! has_gh; then
    [[ $ATTESTATION == auto ]] || fail "the attestation is required, and $no_gh"
    printf '::warning title=%s::the attestation is not checked: %s\n' "$name" "$no_gh"
    return
  fi
  download attestation.sigstore.json
  # The release is github.com's, also for a runner of another GitHub.
  GH_HOST=github.com gh attestation verify "$archive" --bundle attestation.sigstore.json --repo "$repository" \
    --cert-identity "https://github.com/$repository/.github/workflows/release.yml@refs/tags/v$VERSION" \
    --deny-self-hosted-runners >gh.log 2>&1 ||
    fail "gh does not accept the attestation of $archive: $(grep . gh.log | tail -n 1 | tr -cd '[:print:]')"
  echo "$archive has an attestation: built by release.yml from the tag v$VERSION"
}

# unpack puts the program, and nothing else, into a directory for the PATH.
unpack() {
  local said directory=$PWD/bin
  mkdir bin
  case $archive in
    *.zip) unzip -qo "$archive" "$program" -d bin ;;
    *) tar -xzf "$archive" -C bin "$program" ;;
  esac || fail "$archive can't be unpacked"
  rm "$archive"
  said=$("bin/$program" version) || fail "$program of release $VERSION does not run"
  [[ $said == "$name v$VERSION" ]] || fail "$archive has another version in it: $(quoted "$said")"
  if [[ $RUNNER_OS == Windows ]]; then directory=$(cygpath -w "$directory"); fi
  printf '%s\n' "$directory" >>"$GITHUB_PATH"
}

# In the job of a fork, which gets no secrets, it does nothing and succeeds.
configure() {
  local registries
  # Read as words, so that no * in them becomes the name of a file.
  IFS=$' ,\t\r\n' read -r -d '' -a registries <<<"$REGISTRIES" || true
  PATH=$PWD/bin:$PATH "$program" configure --if-present -- ${registries[@]+"${registries[@]}"} 2>configure.log || fail "$(tail -n 1 configure.log)"
  cat configure.log
}

check_inputs
choose_archive
# A new directory, since a runner that is kept may have left files or links in an old one.
# The runner means to empty RUNNER_TEMP when the job ends.
cd "$RUNNER_TEMP"
directory=$(mktemp -d "$name.XXXXXX")
cd "./$directory"
download checksums.txt
check_sum
check_attestation
unpack
[[ $CONFIGURE == false ]] || configure
