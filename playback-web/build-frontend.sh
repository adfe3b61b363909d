#!/usr/bin/env bash
# Builds the front end into target/classes/web, doing only what has changed since the last time:
# packages when the lock file changed, npm run build when a source changed. Run by Maven.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$here/target/classes/web
cd "$here/frontend"

command -v npm >/dev/null || {
  echo "npm is missing (Debian: apt-get install npm); -DskipFrontend builds without the pages" >&2
  exit 1
}

lock=$(sha256sum package-lock.json | cut -d' ' -f1)
if [ "$(cat node_modules/.parley-lock 2>/dev/null || true)" != "$lock" ]; then
  echo "front end: installing packages"
  # npm ci wants every optional package of every platform to exist in the registry; where one was
  # never published, npm install takes the same locked versions without it.
  npm ci --no-audit --no-fund --loglevel=silent ||
    npm install --no-save --no-audit --no-fund --loglevel=error
  echo "$lock" >node_modules/.parley-lock
fi

sources=$(find . \( -path ./node_modules -o -path ./dist \) -prune -o -type f -print0 |
  LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
if [ "$(cat dist/.parley-sources 2>/dev/null || true)" != "$sources" ]; then
  echo "front end: npm run build"
  npm run --silent build
  echo "$sources" >dist/.parley-sources
fi

if [ "$(cat "$out/.parley-sources" 2>/dev/null || true)" != "$sources" ]; then
  rm -rf "$out"
  mkdir -p "$out"
  cp -R dist/. "$out/"
fi
