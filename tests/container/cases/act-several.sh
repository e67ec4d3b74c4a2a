# shellcheck shell=bash
# Several hooks from one secret: one alive, one that lacks a scope.
portal alive good
production="production=$HOOK" good="$HOOK"
portal missing-scope poor
act_repository
cat good.pem poor.pem >repository/ca.pem
act several push -s "B24_HOOKS=$production
staging=$HOOK"
ended 0
says log 'a later step read failed, production passed, staging failed.'
for address in "$good" "$HOOK"; do
  if grep -F -e "$(basename "$address")" log; then fail 'a secret is in the log'; fi
done
