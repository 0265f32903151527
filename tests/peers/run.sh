#!/bin/bash
# Runs the adapters against a real WordPress and a real Bluesky server (PDS), both on loopback in a temporary folder.
# Installs what is missing (Debian packages and npm packages) and says so; stops all it started, whatever happens.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# The project's own Node: the system's may be too old.
export PATH="$root/node_modules/.bin:$PATH"
dir=$(mktemp -d "${TMPDIR:-/tmp}/herald-peers.XXXXXX")
started=()
begin=$(date +%s)

say() { printf 'peers: %s\n' "$*"; }

stop_all() {
  local pid
  for pid in "${started[@]}"; do
    # PHP's server has children of its own.
    kill $(ps -o pid= --ppid "$pid" || true) "$pid" 2>/dev/null || true
  done
  for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$dir"
}
trap stop_all EXIT
trap 'exit 130' INT TERM

# await WHAT COMMAND...: until the command succeeds, for 30 seconds at most.
await() {
  local what=$1 tries
  shift
  for tries in $(seq 300); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.1
  done
  say "$what did not start; its log:"
  tail -n 20 "$dir"/*.log >&2
  exit 1
}

install_packages() {
  local packages=(wordpress php-cli php-mysql php-curl php-gd php-mbstring php-xml mariadb-server) missing=() package
  for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    say "installing Debian packages: ${missing[*]}"
    if [ "$(id -u)" != 0 ]; then
      say "not root: run 'sudo apt-get install --no-install-recommends ${missing[*]}' and start again"
      exit 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  fi
  # What npm leaves behind when it is done.
  if [ ! "$here/bluesky/node_modules/.package-lock.json" -nt "$here/bluesky/package-lock.json" ]; then
    say 'installing npm packages of the Bluesky server'
    (cd "$here/bluesky" && npm ci --no-audit --no-fund)
  fi
}

free_port() {
  node -e "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })"
}

start_wordpress() {
  local site=$dir/wordpress port
  port=$(free_port)
  export PEER_DB_SOCKET=$dir/db.sock PEER_WORDPRESS_URL=http://127.0.0.1:$port
  export PEER_WORDPRESS_KEY=$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')
  cp -aL /usr/share/wordpress "$site" 2>/dev/null || true # dangling links of optional packages
  # The copied one is Debian's and belongs to its web server: it must not be written through.
  rm -f "$site/wp-config.php"
  cp "$here/wordpress/wp-config.php" "$site/wp-config.php"
  mkdir -p "$site/wp-content/uploads"

  mariadb-install-db --no-defaults --datadir="$dir/db" --auth-root-authentication-method=normal --skip-test-db >"$dir/db-install.log" 2>&1
  mariadbd --no-defaults --user="$(id -un)" --datadir="$dir/db" --socket="$PEER_DB_SOCKET" --skip-networking --skip-log-bin >"$dir/db.log" 2>&1 &
  started+=($!)
  await MariaDB mariadb-admin --no-defaults -uroot -S "$PEER_DB_SOCKET" ping
  mariadb --no-defaults -uroot -S "$PEER_DB_SOCKET" -e 'CREATE DATABASE wordpress'

  php "$here/wordpress/setup.php" "$site" >"$dir/wordpress.json" 2>"$dir/setup.log"
  PHP_CLI_SERVER_WORKERS=4 php -d upload_max_filesize=32M -d post_max_size=40M -S "127.0.0.1:$port" -t "$site" "$here/wordpress/router.php" >"$dir/php.log" 2>&1 &
  started+=($!)
  await WordPress curl -fs "$PEER_WORDPRESS_URL/wp-json/"
  export PEER_WORDPRESS_USER=$(field wordpress user) PEER_WORDPRESS_PASSWORD=$(field wordpress password)
  say "WordPress $(field wordpress version) at $PEER_WORDPRESS_URL"
}

start_bluesky() {
  node --no-deprecation "$here/bluesky/start.mjs" "$dir/pds" >"$dir/bluesky.json" 2>"$dir/bluesky.log" &
  started+=($!)
  await 'the Bluesky server' grep -q password "$dir/bluesky.json"
  export PEER_BLUESKY_URL=$(field bluesky url) PEER_BLUESKY_IDENTIFIER=$(field bluesky identifier) PEER_BLUESKY_PASSWORD=$(field bluesky password)
  say "Bluesky server at $PEER_BLUESKY_URL"
}

field() { node -p "JSON.parse(require('fs').readFileSync('$dir/$1.json', 'utf8').trim().split('\n').at(-1)).$2"; }

install_packages
start_wordpress
start_bluesky
cd "$root"
status=0
npx vitest run --config tests/peers/vitest.config.ts "$@" || status=$?
say "$([ $status = 0 ] && echo 'all passed' || echo 'FAILED') after $(($(date +%s) - begin)) seconds"
exit $status
