#!/bin/sh
# Runs as the container's user, who has the secrets; an image has none while it is built.
# It runs before the user's own onCreateCommand and postCreateCommand, which may pull
# images, and at each start, which may have other secrets than the last.
set -f
IFS='
'
# An empty list stands for all registries: one that can't be read must not.
registries=$(cat /usr/local/share/docker-credential-secrets/registries) &&
  /usr/local/bin/docker-credential-secrets configure --if-present -- $registries && exit

# A list that can't be read, half a secret, or a file that can't be written, was named
# above. A failure here would have the tools skip all commands that follow, and these are
# the user's own.
echo 'docker-credential-secrets: the container goes on without it; docker-credential-secrets doctor says what to fix' >&2
exit 0
