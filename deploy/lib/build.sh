# Building the functions: one static executable each.

# deploy/test asks for debug: everything is built for the unit tests already, and overflows are checked.
build_flags=(-c "${SMS_BUILD:-release}" --static-swift-stdlib)

# build [PRODUCT]: everything, or one function alone.
build() {
    cd "$SMS_ROOT"
    swift build "${build_flags[@]}" ${1:+--product "$1"}
}

# Where the built executables lie.
build_products() { (cd "$SMS_ROOT" && swift build "${build_flags[@]}" --show-bin-path); }
