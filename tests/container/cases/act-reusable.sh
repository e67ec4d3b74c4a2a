# shellcheck shell=bash
# The reusable workflow: it takes a secret and inputs, and hands its outputs on.
portal alive
act_repository
cp "$CA" repository/ca.pem
mkdir repository/policies
printf 'required: [crm, im]\n' >repository/policies/scopes.yml

# Under act `job.workflow_sha` is empty, so the checkout of another repository does not run; but act fetches what
# it would use. This stands in for it. The checkouts that do run are act's own.
mkdir checkout
cat >checkout/action.yml <<'YAML'
runs:
  using: composite
  steps:
    - shell: bash
      run: echo 'this was not to run'; exit 1
YAML

# The workflow has no input for the portal's root, so it comes from the runner.
used="$(sed -n 's|^.*uses: \(actions/checkout@[^ ]*\).*|\1|p' repository/.github/workflows/gate.yml | head -n 1)"
act reusable push -s "B24_HOOK=$HOOK" --env B24_CA_FILE=ca.pem --local-repository "$used=$PWD/checkout"
ended 0
says log 'a later job read status=passed portal=passed'
if grep -F -e "$TOKEN" log; then fail 'the secret is in the log'; fi
