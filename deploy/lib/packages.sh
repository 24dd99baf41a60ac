# The Debian packages that the system stands on.

packages_to_run=(
    libargon2-dev libcairo2-dev libcjose-dev libcurl4-openssl-dev libexpat1-dev libfcgi-dev libhiredis-dev libjansson-dev
    libpango1.0-dev libphonenumber-dev libpq-dev libqrencode-dev libssl-dev libzxcvbn-dev pkg-config rapidjson-dev zlib1g-dev   # to build
    nginx libnginx-mod-nchan openssl postgresql postgresql-contrib supervisor   # to run
    fonts-noto-core fonts-symbola fonts-wqy-microhei                    # to write reports in any script
    sqitch libdbd-pg-perl                                               # to migrate
    ca-certificates curl esbuild libjs-chart.js python3 python3-venv    # to set up
)
packages_to_test=(chromium-headless-shell kannel kannel-extras pgbouncer poppler-utils redis-server wrk)

# ensure_packages PACKAGE...: as root, installs what is missing; as anyone else, says what to install.
ensure_packages() {
    command -v dpkg-query >/dev/null || fail "This needs Debian 12, or a system with its packages (dpkg is missing)."
    local missing=()
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]} == 0)) && return
    if ((EUID != 0)); then
        fail "Packages are missing. As root, run:" "" "    apt-get install --yes ${missing[*]}" "" "and then deploy/up again."
    fi
    step "Installing ${#missing[@]} Debian packages" install_packages "${missing[@]}"
}

missing_packages() {
    local installed
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | awk '$1 == "installed" { print $2 }' || true)
    comm -23 <(printf '%s\n' "$@" | sort) <(sort <<<"$installed")
}

# The packages bring services of their own (PostgreSQL on 5432, nginx on 80): we start private ones,
# so those are told to stay quiet while they are installed.
install_packages() {
    local policy=/usr/sbin/policy-rc.d
    if [[ ! -e $policy ]]; then
        printf '#!/bin/sh\nexit 101\n' >$policy
        chmod 755 $policy
        trap "rm -f $policy" EXIT
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    apt-get install --yes -q --no-install-recommends "$@"
}

ensure_swift() {
    command -v swift >/dev/null || fail "There is no swift on the PATH. Swift 6.3 or later is needed: https://www.swift.org/install/linux/"
}
