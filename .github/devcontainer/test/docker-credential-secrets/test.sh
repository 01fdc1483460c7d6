#!/bin/bash
# Runs in a container that was started without any secret, as its user. What a start
# does with secrets is tried by running it again.
set -e
source dev-container-features-test-lib

start=/usr/local/share/docker-credential-secrets/configure.sh
work=$(mktemp -d)

# started NAME VARIABLE=VALUE... starts with a Docker configuration of its own.
started() {
  local name=$1
  shift
  env DOCKER_CONFIG="$work/$name" "$@" "$start" >"$work/$name.log" 2>&1
}

homeless() { env -u HOME "$@" "$start" >"$work/homeless.log" 2>&1; }
quiet() { "$start" >"$work/quiet.log" 2>&1 && [ ! -s "$work/quiet.log" ]; }
says() { grep -F -e "$2" "$work/$1.log"; }
names() { grep -F -e "\"$2\": \"secrets\"" "$work/$1/config.json"; }
nowhere() { ! grep -r -F -e "$1" "$work"; }
unchanged() { [ "$(cat "$work/$1/config.json")" = "$2" ]; }
absent() { [ ! -e "$1" ]; }

secret='A_CONTAINER_REGISTRY_SERVER=a.example A_CONTAINER_REGISTRY_USER=puller A_CONTAINER_REGISTRY_PASSWORD=planted-password'

check 'the program is on PATH' docker-credential-secrets version
check 'nothing was configured without a secret' absent "$HOME/.docker"
check 'nothing is said without a secret' quiet

check 'a secret' started secret $secret
check 'its registry has the helper' names secret a.example
check 'again' started secret $secret
check 'nothing is left to do' says secret 'already up to date'

# The file as VS Code has it in a container.
mkdir "$work/vscode"
echo '{"credsStore": "dev-containers-0123"}' >"$work/vscode/config.json"
check 'beside the helper of VS Code' started vscode $secret
check 'its registry has the helper there too' names vscode a.example
check 'the helper of VS Code has all others' grep -F '"credsStore": "dev-containers-0123"' "$work/vscode/config.json"

check 'half a secret does not stop the start' started half A_CONTAINER_REGISTRY_SERVER=a.example A_CONTAINER_REGISTRY_USER=puller
check 'it says what is missing' says half 'A_CONTAINER_REGISTRY_PASSWORD is not set'
check 'and what to do' says half 'docker-credential-secrets doctor says what to fix'

mkdir "$work/broken"
echo 'no JSON' >"$work/broken/config.json"
check 'a file that can not be changed does not stop the start' started broken $secret
check 'it is named' says broken "$work/broken/config.json"
check 'it is as it was' unchanged broken 'no JSON'

check 'no home directory does not stop the start' homeless $secret
check 'it says what to set' says homeless 'set HOME or DOCKER_CONFIG'

check 'the password is nowhere' nowhere planted-password
reportResults
