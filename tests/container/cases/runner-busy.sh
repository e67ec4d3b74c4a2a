# shellcheck shell=bash
# A portal that turns the first calls away.
portal busy
mkdir -p workspace
cp "$CA" workspace/ca.pem
as_runner "hook=$HOOK" ca-file=ca.pem required-scopes=crm extra-scopes=ignore retry-delay=10ms
verdict passed ok 0
keeps "$TOKEN"
[[ $(output attempts) -gt 1 ]] || fail 'the first attempt was the only one'
[[ $(grep -c '^asked=' portal.log) -ge 4 ]] || fail 'three calls were not turned away'
