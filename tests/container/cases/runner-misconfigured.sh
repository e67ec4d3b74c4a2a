# shellcheck shell=bash
# A setting that nobody can obey, although the hook is fine.
portal alive
as_runner "hook=$HOOK" timeout=soon
verdict misconfigured config 2
keeps "$TOKEN"
if grep '^asked=' portal.log; then fail 'the portal was asked'; fi
