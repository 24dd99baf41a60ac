# Building the functions: one static executable each.

build_flags=(-c release --static-swift-stdlib)

# build [PRODUCT]: everything, or one function alone.
build() {
    cd "$SMS_ROOT"
    swift build "${build_flags[@]}" ${1:+--product "$1"}
}

# Where the built executables lie.
build_products() { (cd "$SMS_ROOT" && swift build "${build_flags[@]}" --show-bin-path); }
