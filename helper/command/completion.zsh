#compdef docker-credential-secrets
# Completion of docker-credential-secrets for zsh.
_docker_credential_secrets() {
	local -a registries
	registries=("${(@f)$(docker-credential-secrets completion registries)}")
	if ((CURRENT == 2)); then
		compadd configure doctor completion help version get store erase list
		return
	fi
	case $words[2] in
	doctor) compadd -- --json --offline --help $registries ;;
	configure)
		if [[ $words[CURRENT-1] == --config ]]; then
			_files
		else
			compadd -- --dry-run --remove --default --config --help $registries
		fi
		;;
	completion) compadd bash zsh fish registries ;;
	help) compadd configure doctor completion version get store erase list ;;
	esac
}
compdef _docker_credential_secrets docker-credential-secrets
