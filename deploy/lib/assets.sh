# What the dashboard takes from packages: never from a CDN, never committed.

# The exact file, so that nothing else can be slipped in.
alpine='django-js-lib-alpinejs==3.14.7.1 --hash=sha256:dc1c379b1d5a039875ff11fc17bdaf15d37d5aa6a7987ec4f8cbd67cf01810ee'

# fetch_assets: Alpine.js from PyPI and Chart.js from Debian, kept in .local/assets.
fetch_assets() {
    local cache=$SMS_ROOT/.local/assets
    mkdir -p "$cache"
    cp /usr/share/javascript/chart.js/chart.min.js "$cache/chart.js"
    [[ -s $cache/alpine.js ]] || fetch_alpine "$cache"
}

fetch_alpine() {
    local work
    work=$(mktemp -d)
    # shellcheck disable=SC2064
    trap "rm -rf '$work'" EXIT
    local pip=(python3 -m pip)
    if ! "${pip[@]}" --version; then
        python3 -m venv "$work/venv"
        pip=("$work/venv/bin/pip")
    fi
    echo "$alpine" >"$work/requirements.txt"
    "${pip[@]}" download --quiet --no-deps --require-hashes --dest "$work" --requirement "$work/requirements.txt" || {
        echo "error: Alpine.js could not be taken from PyPI (pip's words are above)."
        echo "error: Is a package registry reachable from here? PIP_INDEX_URL names another one."
        return 1
    }
    python3 -m zipfile --extract "$work"/*.whl "$work/wheel"
    mv "$work/wheel/js_lib_alpinejs/static/js_lib_alpinejs/alpine.min.js" "$1/alpine.js"
}

# place_site: a fresh copy of the dashboard, swapped in whole.
place_site() {
    local www=$SMS_STATE/www now
    now=$www/$(date +%s%N)
    cp -R "$SMS_ROOT/nginx/site" "$now"
    mkdir -p "$now/assets"
    cp "$SMS_ROOT"/.local/assets/*.js "$now/assets/"
    bundle_scripts "$now"
    chmod -R a+rX "$now"
    ln -s "${now##*/}" "$www/next"
    mv -T "$www/next" "$www/current"
    find "$www" -mindepth 1 -maxdepth 1 -type d ! -path "$now" -exec rm -rf {} +
}

# bundle_scripts SITE: makes one file of the modules of each page, in the place of its own; a browser
# would otherwise ask for fifty, some of them only when it has read others.
bundle_scripts() (
    cd "$1"
    mapfile -t pages < <(grep -rhoP --include='*.html' 'src="/\Kscripts/[^"]+' . | sort -u)
    mv scripts modules
    esbuild "${pages[@]/#scripts/modules}" --bundle --minify --sourcemap --format=esm \
        --outbase=modules --outdir=scripts --log-level=warning
    rm -r modules
)
