# Completion of docker-credential-secrets for bash, 3.2 too.
_docker_credential_secrets_words() {
	if ((COMP_CWORD == 1)); then
		printf '%s\n' configure doctor completion help version get store erase list
		return
	fi
	case ${COMP_WORDS[1]} in
	doctor)
		printf '%s\n' --json --offline --help
		docker-credential-secrets completion registries
		;;
	configure)
		printf '%s\n' --dry-run --remove --default --config --help
		docker-credential-secrets completion registries
		;;
	completion) printf '%s\n' bash zsh fish registries ;;
	help) printf '%s\n' configure doctor completion version get store erase list ;;
	esac
}
# Words are compared one by one, since compgen -W would run what is in them.
_docker_credential_secrets() {
	local word=${COMP_WORDS[COMP_CWORD]} found
	COMPREPLY=()
	if [[ ${COMP_WORDS[COMP_CWORD - 1]} == --config ]]; then
		while IFS= read -r found; do
			COMPREPLY+=("$found")
		done < <(compgen -f -- "$word")
		return
	fi
	while IFS= read -r found; do
		if [[ $found == "$word"* ]]; then
			COMPREPLY+=("$found")
		fi
	done < <(_docker_credential_secrets_words)
}
complete -F _docker_credential_secrets docker-credential-secrets
