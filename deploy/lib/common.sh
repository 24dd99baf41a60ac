# What every program in deploy/ shares: where things are, and how progress is shown.
# Sourced by bash; it exports SMS_ROOT (the clone) and SMS_STATE (all that is generated).

set -euo pipefail
umask 022

SMS_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
lib=$SMS_ROOT/deploy/lib

# State is in .local/, or in SMS_STATE_DIR (a path below the clone, or an absolute one), so that a
# second copy (the tests' one, say) never meets the first.
SMS_STATE=${SMS_STATE_DIR:-.local}
[[ $SMS_STATE == /* ]] || SMS_STATE=$SMS_ROOT/$SMS_STATE
state_link=$SMS_STATE   # as named by the administrator; SMS_STATE itself is resolved
if [[ -e $SMS_STATE ]]; then SMS_STATE=$(realpath "$SMS_STATE"); fi
export SMS_ROOT SMS_STATE

# As root, nothing but the gateway's and the supervisor's parents runs as root.
postgres_user=$(id -un)
worker_user=$(id -un)
if ((EUID == 0)); then
    postgres_user=postgres
    worker_user=www-data
fi

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

say() { printf '%s\n' "$*"; }

# The comment at the head of a program is its help.
usage() {
    sed -n '2,/^[^#]/ { s/^# \{0,1\}//p }' "$0"
    exit "${1:-0}"
}

# step WORDS COMMAND...: runs the command with its output in a log; one line says how it went.
step() {
    local words=$1 began=$EPOCHREALTIME log
    shift
    log=$SMS_STATE/logs/deploy.log
    [[ -d $SMS_STATE/logs ]] || log=$(mktemp)
    [[ -t 1 ]] && printf '  … %s' "$words"
    local result
    set +e   # "(set -e; …) || …" would not stop at the first failure inside
    (set -e; "$@") >"$log" 2>&1 9>&-
    result=$?
    set -e
    [[ -t 1 ]] && printf '\r\033[K'
    local seconds
    seconds=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f s", b - a }')
    if ((result == 0)); then
        printf '  ✓ %-52s %8s\n' "$words" "$seconds"
        # A step may have one thing to say: its last line, when that begins with "note: ".
        sed -n '$ s/^note: /    /p' "$log"
        return 0
    fi
    printf '  ✗ %-52s %8s\n' "$words" "$seconds"
    # In a long log the errors may stand far from the end.
    head -n -25 "$log" | grep -E '(^|[[:space:]])error:' | awk '!seen[$0]++' | head -n 20 | sed 's/^/    /' || true
    tail -n 25 "$log" | sed 's/^/    /'
    printf '    (all of it: %s)\n' "$log"
    exit 1
}

# Two programs that change the same state wait for each other. Descriptor 9 is the lock; whatever
# outlives this shell must be started with 9>&-.
take_lock() {
    exec 9>"$SMS_STATE/lock"
    flock -n 9 && return
    say "  … another deploy program is at work on $state_link; waiting for it"
    flock -w 1800 9 || fail "It is still at work after half an hour; giving up."
}

# as_postgres COMMAND...: runs it as the user who owns the cluster.
as_postgres() {
    if ((EUID == 0)); then
        (cd / && runuser -u postgres -- "$@")
    else
        (cd / && "$@")
    fi
}

tool() { python3 "$lib/$1.py" "${@:2}"; }
