# Completion of docker-credential-secrets for fish.
function __docker_credential_secrets_is
    set -l words (commandline -opc)
    test (count $words) -gt 1; and test "$words[2]" = "$argv[1]"
end
complete -c docker-credential-secrets -f
complete -c docker-credential-secrets -n __fish_is_first_arg -a 'configure doctor completion help version get store erase list'
complete -c docker-credential-secrets -n '__docker_credential_secrets_is doctor' -l json -d 'write the report as JSON'
complete -c docker-credential-secrets -n '__docker_credential_secrets_is doctor' -l offline -d 'ask neither AWS nor any registry'
complete -c docker-credential-secrets -n '__docker_credential_secrets_is configure' -l dry-run -d 'show the change without making it'
complete -c docker-credential-secrets -n '__docker_credential_secrets_is configure' -l remove -d 'take this helper out again'
complete -c docker-credential-secrets -n '__docker_credential_secrets_is configure' -l default -d 'name it for every registry'
complete -c docker-credential-secrets -n '__docker_credential_secrets_is configure' -l config -rF -d 'change this file'
complete -c docker-credential-secrets -n '__docker_credential_secrets_is doctor; or __docker_credential_secrets_is configure' -a '(docker-credential-secrets completion registries)'
complete -c docker-credential-secrets -n '__docker_credential_secrets_is completion' -a 'bash zsh fish registries'
complete -c docker-credential-secrets -n '__docker_credential_secrets_is help' -a 'configure doctor completion version get store erase list'
