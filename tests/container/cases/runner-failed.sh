# shellcheck shell=bash
# A gate that fails: a scope is missing, and the annotation stands on the policy's line.
portal missing-scope
mkdir -p workspace/.github
cp "$CA" workspace/ca.pem
printf 'required:\n  - crm\n  - im\n' >workspace/.github/b24-scopes.yml
as_runner "hook=$HOOK" ca-file=ca.pem extra-scopes=ignore
verdict failed scope-missing 1
keeps "$TOKEN"
equal 'output missing-scopes' "$(output missing-scopes)" '["im"]'
grep -q '^::error .*file=\.github/b24-scopes\.yml,line=3' log || fail 'no annotation on the policy'
