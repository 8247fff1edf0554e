#!/bin/sh
# Name every Debian package that the end-to-end tests need and this machine lacks; nothing is skipped silently.
# usage: require.sh          fails with the list and the command that installs it
#        require.sh --list   prints the missing packages, one a line
set -eu
missing=""
need() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || missing="$missing $2"; }
need kubectl kubernetes-client
need docker-registry docker-registry
need skopeo skopeo
need wrk wrk
need h2load nghttp2-client
need htpasswd apache2-utils
need redis-server redis-server
need curl curl

# Toolchains that Debian has too old a version of: the tests of plugins in these languages say that they are skipped.
tool() { command -v "$1" >/dev/null 2>&1 || echo "note: no \`$1\` here, so $2 plugins are not tested; see $3" >&2; }
tool go "Go" https://go.dev/dl
tool npm "AssemblyScript" https://nodejs.org
tool cargo "Rust" https://rustup.rs
if [ "${1:-}" = --list ]; then
    for package in $missing; do echo "$package"; done
elif [ -n "$missing" ]; then
    echo "make test-e2e needs these Debian packages, which are not installed:$missing" >&2
    echo "  sudo apt-get install$missing" >&2
    exit 1
fi
