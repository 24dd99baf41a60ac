# The state directory: where it lies, what is in it, and who may read it.

# Prepares the directory named by the administrator and resolves SMS_STATE.
prepare_state() {
    [[ $state_link == "$SMS_ROOT/.local"* ]] && place_state "$SMS_ROOT/.local"
    place_state "$state_link"
    SMS_STATE=$(realpath "$state_link")
    local name
    chmod "$( ((EUID == 0)) && echo 711 || echo 700)" "$SMS_STATE"
    for name in logs releases supervisor.d metrics sandbox www gateway challenges archives; do
        mkdir -p "$SMS_STATE/$name"
    done
    chmod 700 "$SMS_STATE/supervisor.d" "$SMS_STATE/sandbox" "$SMS_STATE/archives"
    chown "$worker_user:" "$SMS_STATE/metrics" "$SMS_STATE/sandbox" "$SMS_STATE/archives"
    place_sockets
}

# Makes a directory, or a link to one elsewhere when this place will not do: below a directory that
# the unprivileged users cannot enter, or with a name that configuration files would have to quote.
place_state() {
    [[ -L $1 && ! -e $1 ]] && mkdir -p "$(readlink "$1")"
    [[ -e $1 ]] && return
    local parent base=/var/lib/sms-tracker
    mkdir -p "$(dirname "$1")"
    parent=$(realpath "$(dirname "$1")")
    ((EUID == 0)) || base=${XDG_STATE_HOME:-$HOME/.local/state}/sms-tracker
    if [[ ! $parent =~ ^[A-Za-z0-9/._-]+$ ]] || ! enterable "$parent"; then
        base=$base/$(path_digest "$1")
        mkdir -p "$base"
        ln -s "$base" "$1"
    else
        mkdir "$1"
    fi
}

enterable() {
    ((EUID == 0)) || return 0
    runuser -u www-data -- test -x "$1" && runuser -u postgres -- test -x "$1"
}

path_digest() { printf '%s' "$1" | sha256sum | cut -c1-12; }

# A socket's address has room for 107 characters, so below a long path `run` is a link into /tmp.
place_sockets() {
    local run=$SMS_STATE/run short
    if ((${#SMS_STATE} > 64)) && [[ ! -d $run || -L $run ]]; then
        short=/tmp/sms-$(path_digest "$SMS_STATE")
        # Somebody else's directory of that name is not ours to use.
        mkdir "$short" 2>/dev/null || [[ -d $short && ! -L $short && -O $short ]] || short=$(mktemp -d /tmp/sms-XXXXXXXX)
        ln -sfn "$short" "$run"
    fi
    mkdir -p "$run" "$run/postgres" "$run/events"
    chmod "$( ((EUID == 0)) && echo 711 || echo 700)" "$run/"
    chown "$postgres_user:" "$run/postgres"
    # Whoever can reach the socket in here can publish to every open dashboard.
    ((EUID == 0)) && chgrp www-data "$run/events"
    chmod 750 "$run/events"
}

# Removes the state, and whatever it points to elsewhere.
purge_state() {
    [[ -e $state_link || -L $state_link ]] || return 0
    local run target
    run=$(readlink "$SMS_STATE/run" || true)
    [[ $run == /tmp/sms-* && -O $run ]] && rm -rf -- "$run"
    target=$(readlink -f "$state_link" || true)
    rm -rf -- "$state_link"
    [[ $target == */sms-tracker/* ]] && rm -rf -- "$target"
    return 0
}
