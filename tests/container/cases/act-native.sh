# shellcheck shell=bash
# The action without Docker: it verifies, caches and starts the binary, and does not start a changed one.
portal alive
act_repository
cp "$CA" repository/ca.pem

# The image's binary is a static one, as the release's are.
mkdir repository/release
asset="b24-ping-$(uname -m)-linux"
container="$(docker create "$IMAGE")"
containers+=("$container")
docker cp -q "$container:/b24-ping" "repository/release/$asset"
sum="$(sha256sum <"repository/release/$asset")"
printf '# v0.0.0\n%s  %s\n' "${sum%% *}" "$asset" >repository/native/checksums.txt

# act hands on what the inner step gave even where the action does not; tests/actions.rs sees to that.
act native push -s "B24_HOOK=$HOOK"
ended 1
says log 'a later step read status=passed granted=crm'
says log 'the cached binary says status=passed'
says log "$asset of v0.0.0 has the SHA-256"
says log 'a step branched, status=misconfigured'
if grep -F '| what was not to run did' log; then fail 'what was not to run did'; fi
if grep -F -e "$TOKEN" log; then fail 'the secret is in the log'; fi
