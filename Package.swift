// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// A layer of the library, `Sources/<name>`; the files of its embedded folders are part of the code.
func layer(
    _ name: String,
    on dependencies: [Target.Dependency] = [],
    embedding folders: [String] = []
) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        resources: folders.map { .embedInCode($0) },
        swiftSettings: strict
    )
}

/// A C library of the system, `Sources/<name>`: a module map and a shim header.
func system(_ name: String, pkgConfig: String? = nil, package: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// A C++ library behind a C header of our own, `Sources/<name>`.
func shim(_ name: String, linking library: String? = nil) -> Target {
    .target(name: name, linkerSettings: library.map { [.linkedLibrary($0)] } ?? [])
}

/// One program: its folder, its target and its binary share a name.
///
/// The target alone may need another one, because the compiler calls its entry point `<target>_main`.
func function(
    _ name: String,
    target: String? = nil,
    with more: [Target.Dependency] = []
) -> Target {
    .executableTarget(
        name: target ?? name,
        dependencies: ["FunctionRuntime", "Store", "Web"] + more,
        path: "functions/\(name)",
        swiftSettings: strict
    )
}

/// The tests of one layer or program, `Tests/<name>`.
func tests(
    _ name: String,
    of dependencies: [Target.Dependency],
    besides exclude: [String] = []
) -> Target {
    .testTarget(
        name: name,
        dependencies: dependencies,
        exclude: exclude,
        swiftSettings: strict
    )
}

// MARK: - The library, each layer above what it imports

let library: [Target] = [
    layer(
        "FunctionRuntime",
        on: [
            "Web", "JSONParser", "FastCGI", "Postgres", "Redis", "Store", "Crypto", "Secrets",
            "Messaging",
        ]
    ),
    layer(
        "Accounts",
        on: [
            "FunctionRuntime", "Providers", "Crypto", "JSONParser", "Messaging", "Postgres",
            "Secrets", "Store", "Web",
        ]
    ),
    layer("OpenIDConnect", on: ["HTTPClient", "JSONParser", "Crypto", "Web", "CJose"]),
    layer("People", on: ["Postgres", "Secrets", "Store", "Crypto", "Passwords", "Web"]),
    layer("Alerting", on: ["FunctionRuntime", "Store", "JSONParser", "Web"]),
    layer("Mail", on: ["FunctionRuntime", "HTTPClient", "Crypto", "CCurl"]),
    layer("Views", on: ["Store", "Messaging", "Routing", "Web", "JSONParser"]),
    layer(
        "Archiving",
        on: [
            "FunctionRuntime", "Compression", "Crypto", "Messaging", "Postgres", "Secrets", "Store",
            "Web",
        ]
    ),
    layer("Compression", on: ["CZlib"]),
    layer(
        "Privacy",
        on: [
            "Archiving", "Crypto", "JSONParser", "Messaging", "PhoneNumbers", "Postgres", "Routing",
            "Store", "Views", "Web",
        ]
    ),
    layer("Secrets", on: ["Crypto", "Postgres", "Store", "Web"]),
    layer("Store", on: ["Postgres", "Messaging", "Routing", "Statistics", "Web"]),
    layer(
        "Providers",
        on: ["Messaging", "HTTPClient", "Crypto", "Web", "JSONParser", "CExpat"],
        embedding: ["Documents"]
    ),
    layer("FieldMapping", on: ["Web"]),
    layer("Routing", on: ["Messaging"]),
    layer("Statistics"),
    layer("Messaging"),
    layer("Web"),
    layer("JSONParser", on: ["Web", "CRapidJSON"]),
    layer("FastCGI", on: ["CFastCGI"]),
    layer("Postgres", on: ["CLibPQ"]),
    layer("Redis", on: ["CHiredis"]),
    layer("HTTPClient", on: ["CCurl"]),
    layer("Crypto", on: ["CCrypto", "CArgon2"]),
    layer("Passwords", on: ["CZxcvbn"]),
    layer("PDF", on: ["CPango"]),
    layer("PhoneNumbers", on: ["Messaging", "Web", "CPhoneNumbers"]),
    layer("TestSupport", on: ["Postgres"]),
]

let cLibraries: [Target] = [
    shim("CPhoneNumbers", linking: "phonenumber"),
    shim("CRapidJSON"),
    system("CArgon2", pkgConfig: "libargon2", package: "libargon2-dev"),
    system("CCrypto", pkgConfig: "libcrypto", package: "libssl-dev"),
    system("CCurl", pkgConfig: "libcurl", package: "libcurl4-openssl-dev"),
    system("CExpat", pkgConfig: "expat", package: "libexpat1-dev"),
    system("CFastCGI", pkgConfig: "fcgi", package: "libfcgi-dev"),
    system("CHiredis", package: "libhiredis-dev"),
    system("CJose", pkgConfig: "cjose", package: "libcjose-dev"),
    system("CLibPQ", pkgConfig: "libpq", package: "libpq-dev"),
    system("CPango", pkgConfig: "pangocairo", package: "libpango1.0-dev"),
    system("CQRCode", pkgConfig: "libqrencode", package: "libqrencode-dev"),
    system("CZlib", pkgConfig: "zlib", package: "zlib1g-dev"),
    system("CZxcvbn", package: "libzxcvbn-dev"),
]

// MARK: - The programs

let functions: [Target] = [
    function(
        "admin",
        with: [
            "Archiving", "Crypto", "Messaging", "PhoneNumbers", "Postgres", "Privacy", "Secrets",
        ]
    ),
    function("account", with: ["CQRCode", "Crypto", "People", "Postgres", "Secrets"]),
    function(
        "alerts",
        with: ["Accounts", "Alerting", "Crypto", "HTTPClient", "Mail", "Postgres", "Secrets"]
    ),
    function("analytics", with: ["Messaging", "Statistics", "Views"]),
    function("audit", with: ["JSONParser", "Views"]),
    function("business", with: ["Crypto", "PhoneNumbers", "Views"]),
    function(
        "businesses",
        with: [
            "Archiving", "Compression", "Crypto", "JSONParser", "Messaging", "PhoneNumbers",
            "Postgres",
        ]
    ),
    function("config", with: ["Messaging", "Views"]),
    function("conversations", with: ["Crypto", "Messaging", "Views"]),
    // libdispatch has a function `dispatch_main` already.
    function(
        "dispatch",
        target: "dispatch-worker",
        with: [
            "Accounts", "Crypto", "HTTPClient", "Messaging", "PhoneNumbers", "Postgres",
            "Providers", "Routing", "Secrets",
        ]
    ),
    function("export", with: ["Messaging", "Views"]),
    function("feedback", with: ["Messaging", "Views"]),
    function("health", with: ["JSONParser", "Messaging"]),
    function("inbound", with: ["Accounts"]),
    function("keys", with: ["Crypto", "Postgres", "Secrets"]),
    function(
        "maintain",
        with: [
            "Accounts", "Archiving", "Crypto", "HTTPClient", "Messaging", "Providers", "Secrets",
        ]
    ),
    function("messages", with: ["JSONParser", "Messaging", "Views"]),
    function("notify", with: ["Accounts", "Alerting", "Crypto", "HTTPClient", "Mail", "Secrets"]),
    function("parked", with: ["Messaging", "Views"]),
    function("people", with: ["Crypto", "People", "Postgres"]),
    function("preview", with: ["Messaging", "PhoneNumbers", "Views"]),
    function("prices", with: ["Crypto", "Messaging", "Views"]),
    function(
        "privacy",
        with: ["Archiving", "JSONParser", "Messaging", "PDF", "PhoneNumbers", "Privacy", "Secrets"]
    ),
    function(
        "providers",
        with: ["Accounts", "Crypto", "JSONParser", "Messaging", "Providers", "Routing", "Secrets"]
    ),
    function("quiet-hours", with: ["Messaging", "PhoneNumbers"]),
    function("ratings", with: ["Views"]),
    function("review-links", with: ["Messaging"]),
    function(
        "report",
        with: ["Alerting", "Crypto", "Mail", "Messaging", "PDF", "Statistics", "Views"]
    ),
    function("retry", with: ["Crypto", "Messaging", "Views"]),
    function("sandbox", with: ["Messaging", "Crypto", "HTTPClient", "JSONParser", "Providers"]),
    function(
        "send",
        with: ["Crypto", "Messaging", "PhoneNumbers", "Postgres", "Routing", "Views"]
    ),
    function("session", with: ["Crypto", "People", "Secrets"]),
    function("sign-in", with: ["Crypto", "OpenIDConnect", "Postgres", "Secrets"]),
    function("sources", with: ["FieldMapping", "JSONParser", "Views"]),
    function("stats", with: ["Messaging", "Statistics", "Views"]),
    function("status-callback", with: ["Accounts"]),
    function("suppressions", with: ["Messaging", "PhoneNumbers", "Views"]),
    function("templates", with: ["Messaging", "Views"]),
    function(
        "webhook",
        with: [
            "Crypto", "FieldMapping", "JSONParser", "Messaging", "PhoneNumbers", "Routing", "Views",
        ]
    ),
]

// MARK: - Their tests

let allTests: [Target] = [
    tests("AlertingTests", of: ["Alerting", "Crypto", "JSONParser", "Store", "Web"]),
    tests(
        "ArchivingTests",
        of: [
            "Archiving", "Crypto", "JSONParser", "Messaging", "Postgres", "Secrets", "Store",
            "TestSupport", "Web",
        ]
    ),
    tests("CompressionTests", of: ["Compression", "CZlib"]),
    tests("CryptoTests", of: ["Crypto"]),
    tests("FastCGITests", of: ["FastCGI", "fastcgi-fixture"]),
    tests(
        "FunctionRuntimeTests",
        of: [
            "FunctionRuntime", "Crypto", "JSONParser", "Messaging", "Postgres", "Store",
            "TestSupport", "Web",
        ]
    ),
    tests("FieldMappingTests", of: ["FieldMapping", "JSONParser", "TestSupport", "Web"]),
    tests("HTTPClientTests", of: ["HTTPClient", "TestSupport"]),
    tests("JSONParserTests", of: ["JSONParser", "TestSupport", "Web"]),
    tests("MailTests", of: ["Mail", "FunctionRuntime", "TestSupport"]),
    tests("MaintainTests", of: ["maintain", "Messaging", "TestSupport"]),
    tests("MessagingTests", of: ["Messaging", "TestSupport"]),
    tests("NotifyTests", of: ["notify", "HTTPClient", "Store"]),
    tests("OpenIDConnectTests", of: ["OpenIDConnect", "Crypto", "JSONParser", "Web"]),
    tests("PDFTests", of: ["PDF"]),
    tests("PasswordsTests", of: ["Passwords"]),
    tests("PeopleTests", of: ["People", "Crypto", "Web"]),
    tests("PhoneNumbersTests", of: ["PhoneNumbers", "Messaging"]),
    tests("PostgresTests", of: ["Postgres", "TestSupport"]),
    tests(
        "PrivacyTests",
        of: ["privacy", "JSONParser", "Messaging", "Privacy", "Store", "Web"]
    ),
    tests(
        "ProvidersTests",
        of: ["Providers", "Crypto", "HTTPClient", "JSONParser", "Messaging", "Web"],
        besides: ["Fixtures", "Contracts"]
    ),
    tests(
        "QuietHoursTests",
        of: ["quiet-hours", "FunctionRuntime", "Postgres", "Store", "TestSupport", "Web"]
    ),
    tests("RedisTests", of: ["Redis"]),
    tests("ReportTests", of: ["report", "Messaging", "PDF", "Statistics", "Store"]),
    tests("RoutingTests", of: ["Routing", "Messaging", "TestSupport"]),
    tests("SandboxTests", of: ["sandbox", "Crypto", "JSONParser", "TestSupport", "Web"]),
    tests("SecretsTests", of: ["Secrets", "Crypto", "Postgres", "Store", "TestSupport", "Web"]),
    tests("SimulationTests", of: ["Simulation"]),
    tests("StatisticsTests", of: ["Statistics", "TestSupport"]),
    tests(
        "StoreTests",
        of: [
            "Store", "JSONParser", "Messaging", "Postgres", "Routing", "Statistics", "TestSupport",
            "Web",
        ]
    ),
    tests("SuppressionsTests", of: ["suppressions", "Messaging", "Store"]),
    tests("ViewsTests", of: ["Views", "Messaging", "Routing", "Store", "Web"]),
    tests("WebTests", of: ["Web"]),
    .target(
        name: "Simulation",
        dependencies: ["Messaging", "Routing", "TestSupport"],
        path: "Tests/Simulation",
        swiftSettings: strict
    ),
    tests("FuzzTests", of: ["FunctionRuntime", "FuzzedParsers", "TestSupport"]),
    .target(
        name: "FuzzedParsers",
        dependencies: [
            "Crypto", "FieldMapping", "HTTPClient", "JSONParser", "Messaging", "OpenIDConnect",
            "PhoneNumbers", "Providers", "Statistics", "Web",
        ],
        path: "Tests/Fuzz/Parsers",
        swiftSettings: strict
    ),
    .executableTarget(
        name: "simulate",
        dependencies: ["Simulation"],
        path: "Tests/Fixtures/simulate",
        swiftSettings: strict
    ),
    .executableTarget(
        name: "fastcgi-fixture",
        dependencies: ["FastCGI"],
        path: "Tests/Fixtures/fastcgi-fixture",
        swiftSettings: strict
    ),
]

// Its entry point is libFuzzer's, so that it can be linked only where `deploy/bench --fuzz` asks for it.
let fuzzer: [Target] =
    Context.environment["SMS_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "fuzz",
            dependencies: ["FuzzedParsers"],
            path: "Tests/Fuzz/Fuzzer",
            swiftSettings: strict
        )
    ]

let package = Package(
    name: "sms-tracker",
    products: functions.map { target in
        .executable(
            name: target.path?.split(separator: "/").last.map(String.init) ?? target.name,
            targets: [target.name]
        )
    },
    targets: library + cLibraries + functions + allTests + fuzzer,
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
