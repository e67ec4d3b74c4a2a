# shellcheck shell=bash
# GitLab takes the entrypoint away and feeds a script to a shell.
portal alive
docker run --rm -i --network host --entrypoint sh -e B24_CA_FILE=/ca.pem -e CI=true -e GITLAB_CI=true \
  -v "$CA:/ca.pem:ro" "$IMAGE" >log 2>&1 <<SCRIPT
set -e
export B24_HOOK='$HOOK'
/b24-ping --required-scopes crm | grep -e '^PASSED'
rc=0
/b24-ping --required-scopes crm,sale >report || rc=\$?
grep -e scope-missing report
echo "rc=\$rc"
SCRIPT
says log 'PASSED'
says log 'rc=1'
! grep -F -e "$TOKEN" log || fail 'the secret is in the log'
