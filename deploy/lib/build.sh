# Building the functions: one static executable each.

# deploy/test asks for debug: what the unit tests are built from serves the system too, and overflows
# are checked. What only a debugger reads is left out: it would be written and linked many times.
compile_flags=(-c "${SMS_BUILD:-release}")
[[ ${SMS_BUILD:-release} != debug ]] || compile_flags+=(-debug-info-format none)
build_flags=("${compile_flags[@]}" --static-swift-stdlib)

# build [PRODUCT]: everything, or one function alone.
build() {
    cd "$SMS_ROOT"
    swift build "${build_flags[@]}" ${1:+--product "$1"}
}

# Where the built executables lie.
build_products() { (cd "$SMS_ROOT" && swift build "${build_flags[@]}" --show-bin-path); }
