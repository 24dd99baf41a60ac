# Feeds each parser that meets the outside a million inputs that libFuzzer makes up: deploy/bench --fuzz.

fuzz_inputs=${FUZZ_INPUTS:-1000000}

# fuzz [PARSER...]: a line for each; fails if one crashed, hung or broke a rule.
fuzz() {
    local found=$SMS_ROOT/.local/fuzz parsers=("$@") parser began result broken=0
    ((${#parsers[@]})) || mapfile -t parsers < <(ls "$SMS_ROOT/Tests/Fuzz/seeds")
    step "Building the parsers with libFuzzer" build_fuzzer
    printf '\n  %-12s %12s %10s %10s %10s\n' parser inputs "a second" edges seconds
    for parser in "${parsers[@]}"; do
        mkdir -p "$found/$parser"
        began=$EPOCHSECONDS result=0
        # Swift's own words at a crash would come before libFuzzer, which keeps the input.
        SWIFT_BACKTRACE=enable=no FUZZ_PARSER=$parser "$SMS_ROOT/.build/fuzz/release/fuzz" -runs="$fuzz_inputs" -max_len=2048 -timeout=10 \
            -rss_limit_mb=2048 -artifact_prefix="$found/$parser-" -print_final_stats=1 \
            "$found/$parser" "$SMS_ROOT/Tests/Fuzz/seeds/$parser" >"$found/$parser.log" 2>&1 || result=$?
        printf '  %-12s %12s %10s %10s %10s%s\n' "$parser" "$(figure "$parser" number_of_executed_units)" \
            "$(figure "$parser" average_exec_per_sec)" "$(grep -oE 'cov: [0-9]+' "$found/$parser.log" | tail -n 1 | cut -d' ' -f2)" \
            $((EPOCHSECONDS - began)) "$( ((result)) && echo '   ✗ see the log' || true)"
        ((result == 0)) || broken=1
    done
    say ""
    say "Inputs that were worth keeping, logs, and what crashed: $found"
    return $broken
}

build_fuzzer() {
    cd "$SMS_ROOT"
    SMS_FUZZ=1 swift build -c release --sanitize fuzzer --scratch-path .build/fuzz --product fuzz
}

figure() { sed -nE "s/^stat::$2: +//p" "$SMS_ROOT/.local/fuzz/$1.log"; }
