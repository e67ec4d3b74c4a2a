# shellcheck shell=bash
# As the container's first process, which the kernel spares from signals that it does not handle: the runner
# cancels a job with SIGTERM, and would kill it only seconds later.
portal silent
: >summary
chmod 666 summary
container="$(B24_HOOK="$HOOK" docker run -d --network host -e B24_HOOK -e B24_CA_FILE=/ca.pem -e GITHUB_STEP_SUMMARY=/summary \
  -v "$CA:/ca.pem:ro" -v "$PWD/summary:/summary" "$IMAGE")"
containers+=("$container")
within 20 grep -q '^asked=' portal.log

begun="$(date +%s%N)"
docker stop -t 10 "$container" >stopped
took=$((($(date +%s%N) - begun) / 1000000))
docker logs "$container" >log 2>&1
# 137 would be the kill.
equal 'exit code' "$(docker inspect -f '{{.State.ExitCode}}' "$container")" 143
((took < 3000)) || fail "it took $took ms to stop"
says log 'stopped by a signal'
says summary interrupted
