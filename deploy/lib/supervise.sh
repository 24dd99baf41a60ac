# Starting and stopping the private supervisord and all that it runs.

supervisor_runs() { tool supervisor is-running; }

# start_supervisor: after this it runs, with PostgreSQL and the functions released before.
start_supervisor() {
    tool supervisor configure "$(postgres_bin)/postgres"
    supervisor_runs && return
    end_orphans
    rm -f -- "$SMS_STATE"/run/supervisor.*
    rm -f -- "$SMS_STATE"/metrics/*
    tool rollout resume
    # Nothing of this shell's environment reaches the functions: they get what their manifests name.
    (cd / && env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
        /usr/bin/python3 -P "$lib/supervisord.py" --configuration "$SMS_STATE/supervisor.conf") 9>&-
    local deadline=$((SECONDS + 15))
    until supervisor_runs; do
        ((SECONDS < deadline)) || { tail -n 20 "$SMS_STATE/logs/supervisor.log"; return 1; }
        sleep 0.1
    done
}

stop_supervisor() {
    local pid
    pid=$(cat "$SMS_STATE/run/supervisor.pid" 2>/dev/null || true)
    if supervisor_runs; then
        tool supervisor shut-down
        while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    fi
    end_orphans
}

# What a killed supervisord left running. Every process of ours names the state directory in its
# command line; nginx's workers are ended by the next nginx, by their process group.
end_orphans() {
    local pid pids=()
    mapfile -t pids < <(orphans)
    ((${#pids[@]} == 0)) && return
    kill -TERM "${pids[@]}" 2>/dev/null || true
    local deadline=$((SECONDS + 35))
    for pid in "${pids[@]}"; do
        while kill -0 "$pid" 2>/dev/null && [[ $(cut -d ' ' -f 3 "/proc/$pid/stat") != Z ]]; do
            ((SECONDS < deadline)) || { kill -KILL "$pid" || true; break; }
            sleep 0.1
        done
    done
}

orphans() {
    local file line
    for file in /proc/[0-9]*/cmdline; do
        line=$(tr '\0' ' ' <"$file" 2>/dev/null) || continue
        case $line in
            "$SMS_STATE"/releases/* | */postgres\ -D\ "$SMS_STATE"/postgres* | "nginx: master process /usr/sbin/nginx -p $SMS_STATE "*)
                file=${file#/proc/}
                echo "${file%/cmdline}" ;;
        esac
    done
}
