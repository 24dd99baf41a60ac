"""The gateway's configuration, rendered from what the functions say of themselves."""

import hashlib
import re
import resource
from urllib.parse import urlsplit

import edge
import tls
from state import IS_ROOT, LOGS, ROOT, RUN, STATE, WORKER_USER, Failure, Values


def fill(template, **values):
    """A template of nginx/ with its double braces filled in; a name without a value is an error."""
    text = (ROOT / "nginx" / f"{template}.conf.template").read_text()
    return re.sub(r"\{\{(\w+)\}\}", lambda hole: str(values[hole[1]]), text)


def render(manifests):
    settings = Values("settings")
    open_files = open_files_max()
    run, problems = RUN, fill("problems").rstrip()
    sandbox = locations(manifests, "sandbox")
    values = dict(
        **encryption(settings, problems),
        user=f"user {WORKER_USER};" if IS_ROOT else "", openFiles=open_files, connections=open_files * 3 // 4,
        proxies=edge.proxies(), connectionsOfOne=edge.connections(), guard=edge.guard(),
        state=STATE, run=run, logs=LOGS, problems=problems, listen=settings.get("LISTEN", "127.0.0.1"),
        port=settings.get("PORT"), locations=internal(manifests) + locations(manifests, "main"),
        sandbox=sandbox and fill(
            "sandbox", sandboxPort=settings.get("SANDBOX_PORT"), problems=problems, locations=sandbox))
    digest = hashlib.sha256(fill("gateway", digest="", **values).encode()).hexdigest()[:16]
    return digest, fill("gateway", digest=digest, **values)


def open_files_max():
    """Descriptors of one worker. Root may raise the machine's usual limit, unless a container forbids it."""
    wanted = 65536
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if IS_ROOT and hard < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, wanted))
        except (ValueError, OSError):
            return hard
    return min(resource.getrlimit(resource.RLIMIT_NOFILE)[1], wanted)


def encryption(settings, problems):
    """The parts that are there with TLS only."""
    if not tls.is_on():
        return dict(tlsPort="", tls="", plain="")
    answer = fill("plain-answer", portSuffix=port_suffix(settings)).rstrip()
    return dict(
        tlsPort=" ssl http2",
        tls=fill("tls", certificate=tls.certificate(), key=tls.key(), fingerprint=tls.fingerprint(), plainAnswer=answer),
        plain=fill(
            "plain", listen=settings.get("LISTEN", "127.0.0.1"), httpPort=settings.get("HTTP_PORT"), state=STATE,
            problems=problems, plainAnswer=answer))


def port_suffix(settings):
    """What people write after the host's name: the public address may have another port than this host."""
    public = urlsplit(settings.get("PUBLIC_URL", ""))
    port = (public.port or 443) if public.scheme == "https" else int(settings.get("PORT"))
    return "" if port == 443 else f":{port}"


def locations(manifests, server):
    """One location for each path. What is written out in full comes before what has parameters, and
    longer paths before shorter ones, as the first regular expression that matches wins."""
    routes = {}
    for manifest in manifests:
        for route in manifest.get("routes", []):
            if manifest.get("gateway") == server and not is_internal(route):
                routes.setdefault((route["path"], manifest["name"]), []).append(route)
    owners = [path for path, _ in routes]
    if twice := {path for path in owners if owners.count(path) > 1}:
        raise Failure(f"More than one function wants {', '.join(sorted(twice))}.")
    order = sorted(routes, key=lambda key: (key[0].count("{"), -len(key[0]), key[0]))
    return "".join(location(path, name, routes[path, name]) for path, name in order)


def location(path, name, routes):
    limit = max(route.get("bodyLimit") or 0 for route in routes)
    return fill(
        "function", name=name, path=f"'{path}'", match=match(path), run=RUN,
        methods=", ".join(route["method"] for route in routes),
        guard="" if edge.is_for_everybody(path, routes) else edge.guard(),
        # Up to a megabyte a function hears out what it refuses, and its own words reach the client.
        bodyByteCountMax=max(limit, 1 << 20))


def match(path):
    """An exact location, or an anchored pattern; a last parameter may hold (encoded) slashes."""
    if "{" not in path:
        return f"= {path}"
    *pieces, last = re.split(r"\{\w+\}", path)
    pattern = "[^/]+".join(map(re.escape, pieces)) + ("[^/]+" + re.escape(last) if last else ".+")
    return f'~ "^{pattern}$"'


def is_internal(route):
    return route["path"].startswith("/internal/")


def internal(manifests):
    return "".join(
        fill("internal", name=manifest["name"], path=route["path"], run=RUN)
        for manifest in manifests for route in manifest.get("routes", [])
        if is_internal(route))
