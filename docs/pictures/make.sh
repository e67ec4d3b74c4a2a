#!/usr/bin/env bash
# make.sh [FOLDER]
#
# Makes the README's pictures from what the gate really writes. Simulated portals are asked, the summaries go through
# GitHub's own renderer of markdown (cmark-gfm) and a real browser, and what a terminal shows becomes an SVG. Into
# FOLDER, if one is named, go pictures of more runs, in both colour schemes and at two widths: to be looked at.
#
# On Debian it installs what is missing, as root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
here=docs/pictures
all=${1-}

packages=()
while read -r tool package; do
  command -v "$tool" >/dev/null || packages+=("$package")
done <<'TOOLS'
chromium chromium
cmark-gfm cmark-gfm
pngquant pngquant
script bsdutils

TOOLS
/usr/bin/python3 -c 'import rich' 2>/dev/null || packages+=(python3-rich)
/usr/bin/python3 -c 'import PIL' 2>/dev/null || packages+=(python3-pil)
fc-list 2>/dev/null | grep -q NotoColorEmoji || packages+=(fonts-noto-color-emoji fonts-noto-core fonts-dejavu-core)
if ((${#packages[@]})); then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi

stage=$(mktemp -d)
portals=()
# What serves ends with its input, which ends with us.
trap 'rm -rf "$stage"' EXIT

cargo build --quiet --locked --bin b24-ping --example portal
gate=$PWD/${CARGO_TARGET_DIR:-target}/debug/b24-ping
portal=${CARGO_TARGET_DIR:-target}/debug/examples/portal

# open SCRIPT: a portal of this kind; its webhook is in $hook, and its certificate joins $stage/ca.pem.
open() {
  local pipe="$stage/pipe-${#portals[@]}" line fd
  mkfifo "$pipe"
  exec {fd}<> "$pipe"
  "$portal" "$1" < "$pipe" > "$pipe.out" 2> "$pipe.err" &
  portals+=("$fd")
  until line=$(grep '^ca=' "$pipe.out"); do read -rt 0.1 _ <> <(:) || true; done
  hook=$(sed -n 's/^hook=//p' "$pipe.out")
  cat "${line#ca=}" >> "$stage/ca.pem"
}

mkdir -p "$stage/app/.github"
cat > "$stage/app/.github/b24-scopes.yml" <<'POLICY'
# What our deploy needs of Bitrix24
required:
  - crm
  - scope: im
    why: deploy notifications
forbidden:
  - scope: telephony
    why: nobody here places calls
allow-extra: [user_brief]
POLICY

# ask NAME HOOKS: the summary in $stage/NAME.md, and what a terminal shows in $stage/NAME.ansi.
ask() {
  : > "$stage/$1.md"
  (
    cd "$stage/app"
    export B24_HOOK=$2 B24_CA_FILE=$stage/ca.pem B24_REDACT=false B24_REQUEST_TIMEOUT=300ms B24_RETRY_DELAY=100ms \
      GITHUB_STEP_SUMMARY=$stage/$1.md GITHUB_SERVER_URL=https://github.com GITHUB_REPOSITORY=acme/app \
      GITHUB_SHA=0123456789abcdef0123456789abcdef01234567
    if [[ $1 == terminal ]]; then unset GITHUB_STEP_SUMMARY; else
      export GITHUB_ACTION_REPOSITORY=acme/b24-ping GITHUB_ACTION_REF=v1; fi
    TERM=xterm-256color script -qec "$gate 2>/dev/null" /dev/null > "$stage/$1.ansi" < /dev/null || true
  )
  # The portals are on this machine; in the picture they have the names that the documentation uses.
  sed -Ei 's/localhost(&#58;|:)[0-9]+/acme.bitrix24.com/g' "$stage/$1.md" "$stage/$1.ansi"
}

# page NAME: the summary as a page in $stage/NAME.html.
page() {
  {
    printf '<!doctype html><meta charset="utf-8"><style>'
    cat "$here/page.css"
    printf '</style><main>'
    cmark-gfm --unsafe -e table -e autolink -e strikethrough -e tasklist "$stage/$1.md"
    printf '</main>'
  } > "$stage/$1.html"
}

# shoot NAME SCHEME WIDTH FILE: a picture of the page, without the space below it.
shoot() {
  local scheme=1
  [[ $2 == dark ]] && scheme=0
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size="$3,2400" \
    --blink-settings=preferredColorScheme=$scheme --screenshot="$stage/shot.png" "file://$stage/$1.html" 2>/dev/null
  /usr/bin/python3 - "$stage/shot.png" "$4" <<'CROP'
import sys
from PIL import Image, ImageChops
image = Image.open(sys.argv[1]).convert("RGB")
blank = Image.new("RGB", image.size, image.getpixel((0, image.height - 1)))
box = ImageChops.difference(image, blank).getbbox()
image.crop((0, 0, image.width, min(image.height, box[3] + 16))).save(sys.argv[2])
CROP
  pngquant --force --skip-if-larger --output "$4" 64 "$4" || true
}

open grants=crm,disk,telephony,user_brief
failing=$hook
open alive
alive=$hook
open silent
silent=$hook

ask failed "$failing"
ask terminal "$failing"
page failed
for scheme in light dark; do
  shoot failed "$scheme" 900 "$here/summary-$scheme.png"
  /usr/bin/python3 "$here/terminal.py" "$scheme" < "$stage/terminal.ansi" > "$here/terminal-$scheme.svg"
done
[[ -n $all ]] || exit 0

mkdir -p "$all"
ask silent "$silent"
ask several "prod=$failing
staging=$alive
test=$silent"
sed -i -e 's/scope: im/scope: task/' -e 's/forbidden:/extra: ignore\nforbidden:/' -e 's/telephony/sale/' \
  "$stage/app/.github/b24-scopes.yml"
ask passed "$alive"
for name in failed silent several passed; do
  page "$name"
  for scheme in light dark; do
    for width in 1280 520; do
      shoot "$name" "$scheme" "$width" "$all/$name-$scheme-$width.png"
    done
  done
done
