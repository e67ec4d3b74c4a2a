# shellcheck shell=bash
# Nobody listens at the hook's address.
as_runner hook=https://localhost:9/rest/17/k3v9x0q2m7t4b1za/ max-attempts=2 retry-delay=10ms
verdict unreachable network 3
keeps k3v9x0q2m7t4b1za
equal 'output attempts' "$(output attempts)" 2
