# The stages of deploy/test.

# Dozens of processes import the same packages: what Python compiles of them is kept, beside the state.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX=$SMS_ROOT/.local/pycache

passed=0 failed=0 broken=() beside=() processes_beside=()

# chosen STAGE...: those of them that were asked for.
chosen() {
    local stage
    for stage; do
        [[ " ${stages[*]} " != *" $stage "* ]] || echo "$stage"
    done
}

# run_stage NAME: does it and says what became of it; when it is not green, the next runs anyway.
run_stage() {
    perform "$1"
    report "$1"
}

# run_beside NAME...: does stages which mostly wait, one after the other, while others run.
run_beside() {
    beside=("$@")
    begin perform "$@"
}

await_beside() {
    local stage
    wait
    for stage in "${beside[@]}"; do report "$stage"; done
    beside=()
}

# begin COMMAND...: in a process group of its own, so that it can be stopped with all that it started.
begin() {
    set -m
    "$@" &
    set +m
    processes_beside+=("$!")
}

stop_beside() {
    local process
    for process in "${processes_beside[@]}"; do kill -- "-$process" 2>/dev/null || true; done
}

perform() {
    local stage
    for stage; do perform_one "$stage"; done
}

perform_one() {
    local began=$EPOCHREALTIME result
    set +e
    (set -e; "stage_$1") >"$SMS_STATE/logs/test-$1.log" 2>&1
    result=$?
    set -e
    echo "$result $began $EPOCHREALTIME" >"$SMS_STATE/logs/test-$1.result"
}

# One line when it is green, the end of its log when not.
report() {
    local stage=$1 result began ended log=$SMS_STATE/logs/test-$1.log
    read -r result began ended <"${log%.log}.result"
    count_tests "$log"
    printf '  %s %-14s %-34s %8.1f s\n' "$( ((result)) && echo ✗ || echo ✓)" "$stage" \
        "$(counts "$log")" "$(awk -v a="$began" -v b="$ended" 'BEGIN { print b - a }')"
    ((result == 0)) && return
    broken+=("$stage")
    # Swift prints failures among thousands of lines of success; pytest prints them last.
    grep -E '(error|✘|✗)' "$log" | grep -vE 'with [0-9]+ (failure|issue)' | awk '!seen[$0]++' | head -n 40 | sed 's/^/      /' || true
    tail -n 60 "$log" | sed 's/^/      /'
    say "      (all of it: $log)"
}

# Both frameworks end with a line of counts: "Test run with 12 tests … passed" or "10 passed, 2 failed".
counts() {
    grep -aE '^.? ?Test run with [0-9]+ test|[0-9]+ (passed|failed|error).* in [0-9.]+s' "$1" | tail -n 1 |
        sed -E 's/^[^A-Za-z0-9]*//; s/=+//g; s/Test run with //; s/ (after|in) [0-9.]+ ?s.*//; s/^ +//' || true
}

count_tests() {
    local line
    line=$(counts "$1")
    if [[ $line =~ ^([0-9]+)\ tests? ]]; then
        local all=${BASH_REMATCH[1]} bad
        # Swift Testing counts issues, not tests, in its last line.
        bad=$(grep -caE '^. Test .* failed after' "$1" || true)
        passed=$((passed + all - bad)) failed=$((failed + bad))
    fi
    if [[ $line =~ ([0-9]+)\ passed ]]; then passed=$((passed + BASH_REMATCH[1])); fi
    if [[ $line =~ ([0-9]+)\ failed ]]; then failed=$((failed + BASH_REMATCH[1])); fi
    if [[ $line =~ ([0-9]+)\ error ]]; then failed=$((failed + BASH_REMATCH[1])); fi
    return 0
}

stage_lint() {
    cd "$SMS_ROOT"
    # Some at a time: it opens all that it is given at once, and an ordinary user may open 1024 files.
    find Package.swift Sources functions Tests -name '*.swift' -print0 | xargs -0 -n 200 swift format lint --strict --parallel
    local file
    for file in deploy/* deploy/lib/*.sh .ci/run; do
        [[ ! -f $file || $file == *.md ]] || bash -n "$file"
    done
    python3 - deploy/lib/*.py <<'PYTHON'
import ast, sys
for path in sys.argv[1:]:
    ast.parse(open(path).read(), path)
PYTHON
}

stage_unit() {
    cd "$SMS_ROOT"
    # Not --build-tests: it would also link every function, though not as deploy/up wants them.
    swift build "${compile_flags[@]}" --product sms-trackerPackageTests
    start_test_database
    # Databases are emptied hundreds of times, and none has to outlive a crash of the machine.
    set_fsync off
    local result=0
    TEST_DATABASE_URL=$(test_database_url) swift test --skip-build || result=$?
    set_fsync on
    return "$result"
}

set_fsync() {
    database psql -qX --set ON_ERROR_STOP=1 -c "ALTER SYSTEM SET fsync = $1" -c "SELECT pg_reload_conf()" >/dev/null
}

stage_integration() { run_pytest integration; }
stage_browser() { run_pytest browser; }
stage_edge() { run_pytest edge; }
stage_logs() { OTHER_LOGS=$state_link-faults/logs run_pytest integration test_logs.py; }

# On an installation of its own: the others go on while its processes are killed.
stage_faults() {
    state_link+=-faults
    export SMS_STATE_DIR=$state_link
    unset SMTP_URL MAIL_FROM
    run_pytest faults
}

end_installations() {
    local state
    for state in "$state_link" "$state_link-faults"; do
        SMS_STATE_DIR=$state "$SMS_ROOT/deploy/down" "$@" >/dev/null || true
    done
}

# run_pytest FOLDER [FILE]: brings the system up (once) and runs Tests/FOLDER against it.
run_pytest() {
    (
        flock 9 # one stage at a time, when two begin at once
        "$SMS_ROOT/deploy/up" 9>&-
        make_venv
    ) 9>"$SMS_STATE/up.lock"
    set -a
    # shellcheck source=/dev/null
    . "$state_link/env"
    set +a
    cd "$SMS_ROOT/Tests/$1"
    tests_python -m pytest -q -p no:cacheprovider --durations=5 "${2:-.}"
}

# tests_python ARGUMENT...: with the tests' packages.
tests_python() { "$SMS_ROOT/.local/venv/bin/python" "$@"; }

# The tests' Python packages, installed again only when the list of them changes; who comes second waits.
make_venv() (
    local venv=$SMS_ROOT/.local/venv list=$SMS_ROOT/Tests/requirements.txt
    mkdir -p "${venv%/*}"
    exec 8>"$venv.lock"
    flock 8
    ! cmp -s "$list" "$venv/installed" || exit 0
    rm -rf -- "$venv"
    python3 -m venv "$venv"
    # What is imported is compiled when it is: most of it never is.
    "$venv/bin/pip" install --quiet --no-compile --disable-pip-version-check --requirement "$list"
    cp "$list" "$venv/installed"
)

# The same beside the first stages, in what the compiler leaves of the processors. Should it fail, the
# stage that needs it tries again and says why.
begin_venv() { begin make_venv_idly >/dev/null 2>&1; }
make_venv_idly() { renice -n 19 "$BASHPID" && make_venv; }

# The cluster of the system under test also serves the unit tests, which make scratch databases and
# so need a superuser: sms_test exists nowhere else.
start_test_database() {
    tool settings secrets
    create_cluster
    start_supervisor
    await_database
    create_roles
    database psql -qX --set ON_ERROR_STOP=1 <<SQL
SELECT 'CREATE ROLE sms_test LOGIN SUPERUSER' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sms_test') \gexec
ALTER ROLE sms_test PASSWORD 'sms_test';
SQL
}

test_database_url() { echo "postgresql://sms_test:sms_test@/postgres?host=$(realpath "$SMS_STATE/run")/postgres"; }

stop_tests() {
    stop_beside
    if ((${#broken[@]})); then end_installations; else end_installations --purge; fi
}

summarize() {
    say ""
    ((${#broken[@]} == 0)) || say "not green: ${broken[*]}"
    say "$passed passed, $failed failed"
    ((${#broken[@]} == 0))
}
