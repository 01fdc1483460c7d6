# Completion of docker-credential-secrets for bash.
_docker_credential_secrets() {
	local word=${COMP_WORDS[COMP_CWORD]} words
	if ((COMP_CWORD == 1)); then
		words='configure doctor completion help version get store erase list'
	elif [[ ${COMP_WORDS[COMP_CWORD - 1]} == --config ]]; then
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		return
	else
		case ${COMP_WORDS[1]} in
		doctor) words="--json --offline --help $(docker-credential-secrets completion registries)" ;;
		configure) words="--dry-run --remove --default --config --help $(docker-credential-secrets completion registries)" ;;
		completion) words='bash zsh fish registries' ;;
		help) words='doctor configure completion' ;;
		esac
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -F _docker_credential_secrets docker-credential-secrets
