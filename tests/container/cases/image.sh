# shellcheck shell=bash
# What the image is made of and how it starts.
size="$(docker image inspect -f '{{.Size}}' "$IMAGE")"
((size <= 8 * 1024 * 1024)) || fail "the image has $size bytes"
size="$(docker run --rm --entrypoint /bin/busybox "$IMAGE" wc -c /b24-ping)"
((${size% *} <= 5 * 1024 * 1024)) || fail "the binary has ${size% *} bytes"

equal entrypoint "$(docker image inspect -f '{{json .Config.Entrypoint}}' "$IMAGE")" '["/b24-ping"]'
equal command "$(docker image inspect -f '{{json .Config.Cmd}}' "$IMAGE")" null
equal user "$(docker image inspect -f '{{.Config.User}}' "$IMAGE")" ''
for label in title description licenses; do
  value="$(docker image inspect -f "{{index .Config.Labels \"org.opencontainers.image.$label\"}}" "$IMAGE")"
  [[ -n $value && $value != '<no value>' ]] || fail "no label $label"
done

version="$(sed -n 's/^version = "\(.*\)"/\1/p' "$ROOT/Cargo.toml" | head -n 1)"
equal '--version' "$(docker run --rm "$IMAGE" --version)" "b24-ping $version"
docker run --rm --entrypoint sh "$IMAGE" -c 'env | grep PATH | tail -n1' >log
says log PATH=
docker run --rm --user 1001 "$IMAGE" explain ok >log
says log 'ok: every rule holds'
