# shellcheck shell=bash
# A fork's pull request, without the secret, that asks for less and calls for more: both are told where they are.
act_repository
commit() {
  git -C repository add -A
  git -C repository -c user.name=test -c user.email=test@localhost -c commit.gpgsign=false commit -q -m "$@"
}
mkdir -p repository/.github repository/shop
printf 'required:\n  - crm\n  - im\n' >repository/.github/b24-scopes.yml
echo "call('crm.deal.list')" >repository/shop/deals.py
commit 'Before'
printf 'required:\n  - crm\n' >repository/.github/b24-scopes.yml
echo "call('tasks.task.add')" >>repository/shop/deals.py
commit 'The pull request'
cat >event.json <<'JSON'
{
  "pull_request": {"head": {"repo": {"full_name": "stranger/deploy"}}, "base": {"repo": {"full_name": "acme/deploy"}}},
  "repository": {"full_name": "acme/deploy", "private": false}
}
JSON
act pull-request pull_request -e "$PWD/event.json"
ended 1
says log 'a later step read status=failed reason=scope-undeclared'
says log "policy-weakened::\`im\` is no longer required"
says log '::error file=shop/deals.py,line=2,col=7,'

# Put back, and declared: nothing offline fails, and the rest is skipped.
printf 'required:\n  - crm\n  - im\n  - task\n' >repository/.github/b24-scopes.yml
commit 'The pull request, mended' --amend
act pull-request pull_request -e "$PWD/event.json"
ended 0
says log 'a later step read status=skipped reason=missing-hook'
says log 'the webhook must hold it before this is merged'

# Before there was a policy.
mv repository/.github/b24-scopes.yml .
commit 'No policy yet'
mv b24-scopes.yml repository/.github/
commit 'The first policy'
act pull-request pull_request -e "$PWD/event.json"
ended 0
says log 'there is no baseline: the policy is new'

# The same in a merge queue, which has the secret; its base may be some commits away.
base="$(git -C repository rev-parse HEAD^1)"
commit 'The second commit of the group' --allow-empty
portal alive
cp "$CA" repository/ca.pem
printf '{"merge_group": {"base_sha": "%s"}, "repository": {"full_name": "acme/deploy", "private": false}}\n' "$base" >event.json
act pull-request merge_group -e "$PWD/event.json" -s "B24_HOOK=$HOOK" --env B24_CA_FILE=ca.pem
says log 'there is no baseline: the policy is new'
says log 'a later step read status=passed'
ended 0
