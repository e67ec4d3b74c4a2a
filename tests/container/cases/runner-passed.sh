# shellcheck shell=bash
# A gate that holds, with a policy and reports in the workspace that others than root can read.
portal alive
mkdir -p workspace/.github
cp "$CA" workspace/ca.pem
printf 'required: [crm, im]\nallow-extra: [user_brief, task]\n' >workspace/.github/b24-scopes.yml
as_runner "hook=$HOOK" ca-file=ca.pem json-file=reports/b24.json junit-file=reports/b24.xml redact=false
verdict passed ok 0
keeps "$TOKEN"
equal 'output granted-scopes' "$(output granted-scopes)" '["crm","im","task","user_brief"]'
equal 'output user-name' "$(output user-name)" "Rita O'Hara"
equal 'output report' "$(output report)" reports/b24.json
[[ $(grep -c '^asked=' portal.log) -ge 1 ]] || fail 'the portal was not asked'

# Root wrote them; the runner's user, who is somebody else, uploads them.
for report in reports/b24.json reports/b24.xml; do
  docker run --rm --user 1001 --entrypoint cat -v "$PWD/workspace:/w:ro" "$IMAGE" "/w/$report" >"$(basename "$report")"
done
python3 -c 'import json, sys; assert json.load(open("b24.json"))["status"] == "passed"'
says b24.xml '<testsuites'
