#!/bin/sh
# What tests need beside Chromium and Java, into var/npm: axe-core, the Nu HTML checker, a TypeScript compiler.
# `npm_tools.sh full` adds Lighthouse. Needs node and npm; a second run costs nothing.
set -eu
cd "$(dirname "$0")/../.."
packages="axe-core@4.14.1 vnu-jar@26.9.27 typescript@5.9.3 @types/node@22.20.5"
[ "${1:-}" = full ] && packages="$packages lighthouse@12.8.2"
stamp="var/npm/.installed-$(echo "$packages" | cksum | tr ' ' '-')"
[ -f "$stamp" ] && exit 0
command -v npm >/dev/null || { echo "npm was not found: install Node.js with npm (Debian: nodejs npm)." >&2; exit 1; }

mkdir -p var/npm
echo "Installing $packages (once)"
# shellcheck disable=SC2086 # one word per package
PUPPETEER_SKIP_DOWNLOAD=1 npm install --prefix var/npm --no-package-lock --no-audit --no-fund --loglevel error $packages >/dev/null
touch "$stamp"
