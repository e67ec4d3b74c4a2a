# shellcheck shell=bash
# A pull request from a fork, whose runs get no secrets.
# shellcheck disable=SC2034  # read by as_runner
EVENT_NAME=pull_request
cat >event.json <<'JSON'
{
  "pull_request": {
    "head": {"repo": {"full_name": "stranger/deploy"}},
    "base": {"repo": {"full_name": "acme/deploy"}}
  },
  "repository": {"full_name": "acme/deploy", "private": false}
}
JSON
as_runner required-scopes=crm
verdict skipped missing-hook 0
