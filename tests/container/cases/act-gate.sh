# shellcheck shell=bash
# A gate that holds: outputs, summary and masks.
portal alive
act_repository
cp "$CA" repository/ca.pem
act gate push -s "B24_HOOK=$HOOK"
ended 0
says log 'a later step read status=passed user-id=17 report=()'
says log 'a later job read crm'
says log 'PASSED: '
says log 'the secret is ***.'
if grep -F '| a job ran that was not to' log; then fail 'a job ran that was not to'; fi
if grep -F -e "$TOKEN" log; then fail 'the secret is in the log'; fi
