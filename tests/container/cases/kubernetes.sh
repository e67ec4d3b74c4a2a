# shellcheck shell=bash
# GitHub's Kubernetes runners keep the container alive and start the entrypoint in it.
portal missing-scope
container="$(docker run -d --network host --entrypoint sh -v "$CA:/ca.pem:ro" "$IMAGE" -c 'tail -f /dev/null')"
containers+=("$container")
rc=0
B24_HOOK="$HOOK" docker exec -e B24_HOOK -e B24_CA_FILE=/ca.pem "$container" \
  sh -c 'env B24_REQUIRED_SCOPES=crm,im /b24-ping' >log 2>&1 || rc=$?
equal 'exit code' "$rc" 1
says log scope-missing
