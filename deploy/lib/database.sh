# The private PostgreSQL cluster: created once, reachable through a unix socket only.

# The newest PostgreSQL on this machine.
postgres_bin() { printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1; }

# create_cluster: initdb if there is no cluster yet; the configuration is written every time.
create_cluster() {
    local data=$SMS_STATE/postgres
    if [[ ! -s $data/PG_VERSION ]]; then
        # What an interrupted initdb left is of no use to anyone.
        rm -rf -- "$data"
        mkdir -m 700 "$data"
        chown "$postgres_user:" "$data"
        as_postgres "$(postgres_bin)/initdb" --pgdata "$data" --username "$postgres_user" \
            --encoding UTF8 --locale C.UTF-8 --data-checksums --auth reject
    fi
    configure_cluster | as_postgres tee "$data/sms.conf" >/dev/null
    grep -q "^include 'sms.conf'" "$data/postgresql.conf" ||
        echo "include 'sms.conf'" | as_postgres tee -a "$data/postgresql.conf" >/dev/null
    # Only the cluster's own user is known by the system's word; every role of ours has a password.
    printf 'local all %s peer\nlocal all all scram-sha-256\n' "$postgres_user" |
        as_postgres tee "$data/pg_hba.conf" >/dev/null
    remove_stale_pid "$data/postmaster.pid"
}

configure_cluster() {
    cat <<CONFIGURATION
listen_addresses = ''
unix_socket_directories = '$(realpath "$SMS_STATE/run")/postgres'
max_connections = 200
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 4GB
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
# Statements and DETAIL lines hold customers' names and numbers: they stay out of the log.
log_min_error_statement = panic
log_error_verbosity = terse
log_line_prefix = '%m [%p] %q%u '
CONFIGURATION
}

# After a power failure the pid file names a process that is gone, or by now quite another one, and
# PostgreSQL would not start. (A postmaster that lives is left alone.)
remove_stale_pid() {
    local pid
    pid=$(head -n 1 "$1" 2>/dev/null) || return 0
    tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "-D ${1%/*} " || rm -f -- "$1"
}

# database COMMAND...: psql and friends as the cluster's superuser.
database() { as_postgres env PGHOST="$(realpath "$SMS_STATE/run")/postgres" PGDATABASE=postgres "$@"; }

await_database() {
    local deadline=$((SECONDS + 60))
    until database pg_isready -q; do
        ((SECONDS < deadline)) || { tail -n 20 "$SMS_STATE/logs/postgres.log"; return 1; }
        sleep 0.1
    done
}

# create_roles: the roles, those that log in with their passwords (on standard input, so that ps shows
# none), and the database. sms_owner owns the schema; the others get what the migrations grant them.
# Functions log in as sms_app, which has no rights of its own: it acts as sms_function, or as
# sms_limited for people who see some dealerships only.
create_roles() {
    # shellcheck source=/dev/null
    . "$SMS_STATE/secrets"
    local role password
    for role in owner app worker; do
        password=DATABASE_PASSWORD_${role^^}
        password=$(tool scram <<<"${!password}")
        cat <<SQL
SELECT 'CREATE ROLE sms_$role LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sms_$role') \gexec
ALTER ROLE sms_$role PASSWORD '$password';
SQL
    done | database psql -qX --set ON_ERROR_STOP=1
    database psql -qX --set ON_ERROR_STOP=1 <<'SQL'
SELECT 'CREATE ROLE ' || name FROM unnest('{sms_function,sms_limited}'::text[]) AS name
 WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
ALTER ROLE sms_function NOLOGIN;
ALTER ROLE sms_app NOINHERIT;
GRANT sms_function TO sms_limited;
GRANT sms_function, sms_limited TO sms_app;
ALTER ROLE sms_app SET role = 'sms_function';
SELECT 'CREATE DATABASE sms OWNER sms_owner' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'sms') \gexec
REVOKE ALL ON DATABASE sms FROM PUBLIC;
GRANT CONNECT ON DATABASE sms TO sms_app, sms_worker;
\connect sms
-- Row-level security lets only such comparisons use an index before the tenant is checked. That of
-- enums compares two numbers and cannot tell anyone anything, but PostgreSQL does not say so itself.
ALTER FUNCTION enum_eq(anyenum, anyenum) LEAKPROOF;
SQL
}

# migrate: brings the schema to the newest change, as its owner, each change verified.
migrate() {
    # shellcheck source=/dev/null
    . "$SMS_STATE/secrets"
    export PGHOST PGUSER=sms_owner PGPASSWORD=$DATABASE_PASSWORD_OWNER TZ=UTC
    export SQITCH_FULLNAME="SMS Tracker" SQITCH_EMAIL=deploy@localhost
    PGHOST=$(realpath "$SMS_STATE/run")/postgres
    sqitch --chdir "$SMS_ROOT/Migrations" deploy --verify db:pg:sms
}
