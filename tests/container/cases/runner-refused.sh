# shellcheck shell=bash
# The owner of the hook was dismissed.
portal dead-owner
mkdir -p workspace
cp "$CA" workspace/ca.pem
as_runner "hook=$HOOK" ca-file=ca.pem required-scopes=crm
verdict failed hook-refused 1
keeps "$TOKEN"
