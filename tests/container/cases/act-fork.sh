# shellcheck shell=bash
# A pull request from a fork is skipped; the same without a fork is not.
act_repository
event() {
  cat <<JSON
{
  "pull_request": {"head": {"repo": {"full_name": "$1/deploy"}}, "base": {"repo": {"full_name": "acme/deploy"}}},
  "repository": {"full_name": "acme/deploy", "private": false}
}
JSON
}
event stranger >event.json
act fork pull_request -e "$PWD/event.json"
ended 0
says log 'a later step read status=skipped'

event acme >event.json
act fork pull_request -e "$PWD/event.json"
ended 1
says log 'b24-ping: 1 problem to fix'
