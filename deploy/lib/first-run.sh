# What an installation needs once: somebody who may log in, and a key for the CRM.

admin_email=admin@example.com

secret() { sed -n "s/^$1=//p" "$SMS_STATE/secrets"; }

# create_accounts: the administrator and an API key; a second call finds them there.
create_accounts() {
    local admin=$SMS_STATE/releases/admin/current/admin
    DATABASE_URL=$(tool settings env | sed -n 's/^DATABASE_URL=//p')
    export DATABASE_URL
    if [[ -z $(secret ADMIN_CREATED) ]]; then
        secret ADMIN_PASSWORD | "$admin" create-user "$admin_email" "Administrator"
        echo yes | tool settings set-secret ADMIN_CREATED
    fi
    if [[ -z $(secret API_KEY) ]]; then
        # Through a variable, so that a failure ends this step and an empty key is never kept.
        local key
        key=$("$admin" create-key "deploy/up")
        tool settings set-secret API_KEY <<<"$key"
    fi
    local draft
    draft=$(mktemp "$SMS_STATE/.env.XXXXXX")
    tool settings env >"$draft"
    mv "$draft" "$SMS_STATE/env"
}

# first_settings: once only. The day begins where this machine is. Against the sandbox messages are
# due as soon as they are posted, so that a first try is seen, and have a link to show; with a real
# provider both are the manager's to set.
first_settings() {
    [[ -n $(secret FIRST_SETTINGS) ]] && return
    DATABASE_URL=$(tool settings env | sed -n 's/^DATABASE_URL=//p') \
        "$SMS_STATE/releases/admin/current/admin" set-time-zone "$(host_time_zone)"
    if tool settings uses-sandbox; then
        tool front_door configure '{"delay_hours": 0, "google_review_url": "https://example.com/review"}'
    fi
    echo yes | tool settings set-secret FIRST_SETTINGS
}

host_time_zone() {
    local zone
    zone=$(readlink -f /etc/localtime)
    zone=${zone#*/zoneinfo/}
    case $zone in
        Etc/UTC | Etc/UCT | Universal | Zulu | /*) echo UTC ;;
        *) echo "$zone" ;;
    esac
}

# await_ready: everything is started; the readiness check has the last word.
await_ready() { tool front_door await-ready; }
