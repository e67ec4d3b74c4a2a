# shellcheck shell=bash
# A gate that fails.
portal missing-scope
act_repository
cp "$CA" repository/ca.pem
act failing push -s "B24_HOOK=$HOOK"
ended 1
says log 'a step branched, missing=im'
says log 'the outputs outlived the failure, exit-code=1'
says log 'FAILED: '
if grep -F '| a step ran that was not to' log; then fail 'a step ran that was not to'; fi
if grep -F -e "$TOKEN" log; then fail 'the secret is in the log'; fi
