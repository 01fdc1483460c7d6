#!/bin/bash
# Runs in a container that was started with the secrets and the option of scenarios.json.
set -e
source dev-container-features-test-lib

config=$HOME/.docker/config.json
names() { grep -F -e "\"$1\": \"secrets\"" "$config"; }
lacks() { ! grep -F -e "$1" "$config"; }
is_owner() { [ "$(stat -c %u "$config")" = "$(id -u)" ]; }

check 'the user is the one of the container' [ "$(id -un)" = dev ]
check 'the file is the user'"'"'s' is_owner
check 'a registry with a secret' names a.example:5000
check 'GITHUB_TOKEN where its registry is named' names ghcr.io
check 'a registry of ECR that a wildcard covers' names 123456789012.dkr.ecr.eu-west-1.amazonaws.com
check 'a registry without a secret' lacks b.example
check 'a secret whose registry is not named' lacks c.example
check 'no password' lacks planted-password
reportResults
