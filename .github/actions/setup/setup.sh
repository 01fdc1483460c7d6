#!/usr/bin/env bash
# The steps of action.yml, whose inputs are VERSION, REGISTRIES, CONFIGURE and RELEASES:
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
  # Plain HTTP is for a mirror on the runner itself.
  if matches "$RELEASES" '^http://(127\.0\.0\.1|localhost)(:[0-9]+)?(/|$)'; then
    protocols='=http,https'
  elif matches "$RELEASES" '^https://[A-Za-z0-9.:-]+(/|$)'; then
    protocols='=https'
  else
    # It may have a password in it.
    fail 'the input releases is not an https:// URL, without a user or password'
  fi
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

# download FILE of the release into the current directory.
download() {
  local status
  status=$(curl --silent --show-error --location --proto "$protocols" --retry 3 --connect-timeout 20 --max-time 300 \
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

# A checksum that lies beside the file tells of a broken download. That the release's
# workflow made the file, from the tag of this version, is what the attestation tells.
check_attestation() {
  if ! gh attestation verify --help >/dev/null 2>&1; then
    echo 'The attestation is not checked: this runner has no gh, or one before 2.49.'
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

unpack() {
  local said directory=$PWD
  case $archive in
    *.zip) unzip -qo "$archive" "$program" ;;
    *) tar -xzf "$archive" "$program" ;;
  esac || fail "$archive can't be unpacked"
  rm "$archive"
  said=$("./$program" version) || fail "$program of release $VERSION does not run"
  [[ $said == "$name v$VERSION" ]] || fail "$archive has another version in it: $(quoted "$said")"
  if [[ $RUNNER_OS == Windows ]]; then directory=$(cygpath -w "$directory"); fi
  printf '%s\n' "$directory" >>"$GITHUB_PATH"
}

# In the job of a fork, which gets no secrets, it does nothing and succeeds.
configure() {
  local registries
  # Read as words, so that no * in them becomes the name of a file.
  IFS=$' ,\t\r\n' read -r -d '' -a registries <<<"$REGISTRIES" || true
  PATH=$PWD:$PATH "$program" configure --if-present -- ${registries[@]+"${registries[@]}"} 2>configure.log || fail "$(tail -n 1 configure.log)"
  cat configure.log
}

check_inputs
choose_archive
# The runner empties it when the job ends.
mkdir -p "$RUNNER_TEMP/$name-$VERSION"
cd "$RUNNER_TEMP/$name-$VERSION"
download checksums.txt
check_sum
check_attestation
unpack
[[ $CONFIGURE == false ]] || configure
