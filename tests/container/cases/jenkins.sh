# shellcheck shell=bash
# Jenkins keeps the container alive with cat, as a user of its own, in a mounted workspace.
portal alive
mkdir workspace
chmod 777 workspace
cp "$CA" workspace/ca.pem
container="$(docker run -d -t --network host -u 1001:1001 -w /var/jenkins/w -v "$PWD/workspace:/var/jenkins/w" \
  --entrypoint '' "$IMAGE" cat)"
containers+=("$container")
B24_HOOK="$HOOK" docker exec -e B24_HOOK "$container" \
  sh -c '/b24-ping --ca-file ca.pem --required-scopes crm --junit-file b24.xml' >log 2>&1
says log PASSED
says workspace/b24.xml '<testsuites'
