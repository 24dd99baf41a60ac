import Web

/// What a program says of itself, for `deploy/` to render the gateway's configuration, the process
/// manager's and the OpenAPI document from.
struct Manifest {
    let name: String
    let kind: Kind
    let summary: String
    let gateway: Gateway
    let threads: Int
    let processes: Int
    let databaseRole: DatabaseRole?
    let settings: [any DescribedSetting]
    /// What it connects to beside what its settings name.
    var connections: [Destination] = []
    let routes: [Route]

    enum Kind: String { case function, worker, tool }

    var json: JSON {
        [
            "name": .string(name),
            "kind": .string(kind.rawValue),
            "summary": .string(summary),
            "gateway": .string(gateway.rawValue),
            "threads": .int(threads),
            "processes": .int(processes),
            "databaseRole": .optional(databaseRole?.rawValue),
            "reaches": .array(reaches.map { .string($0.rawValue) }),
            "environment": .array(settings.map(Self.describe)),
            "routes": .array(routes.map(Self.describe)),
        ]
    }

    private static func describe(_ setting: any DescribedSetting) -> JSON {
        [
            "name": .string(setting.name), "required": .bool(setting.isRequired),
            "secret": .bool(setting.isSecret), "summary": .string(setting.summary),
            "opens": .optional(setting.opens?.rawValue),
        ]
    }

    private static func describe(_ route: Route) -> JSON {
        let pathParameters = route.template.names.map { name -> JSON in
            ["name": .string(name), "in": "path", "required": true, "schema": Schema.string.json]
        }
        let queryParameters = route.query.map { field -> JSON in
            [
                "name": .string(field.queryAlias ?? field.name), "in": "query",
                "required": .bool(field.isRequired && field.queryAlias == nil),
                "description": .string(field.summary), "schema": field.schema.json,
            ]
        }
        let answers = route.answers.map { answer in
            JSON.Object.Member(
                String(answer.status.rawValue),
                [
                    "summary": .string(answer.summary), "mediaType": .string(answer.mediaType),
                    "schema": answer.schema?.json ?? .null,
                ]
            )
        }
        return [
            "method": .string(route.method.rawValue),
            "path": .string(route.template.text),
            "summary": .string(route.summary),
            "access": route.access.json,
            "bodyLimit": .int(route.bodyByteCountMax),
            "idempotencyKey": .bool(route.takesIdempotencyKey),
            "parameters": .array(pathParameters + queryParameters),
            "request": route.request?.json ?? .null,
            "responses": .object(JSON.Object(answers)),
        ]
    }
}

/// Where a function is reached: by everyone, on the sandbox's own port, or by the gateway alone.
package enum Gateway: String, Sendable { case main, sandbox, `internal` }

/// The database role a program connects with: one that sees a tenant at a time, or all of them.
package enum DatabaseRole: String, Sendable { case function, worker, owner }

extension Access {
    fileprivate var json: JSON {
        switch self {
        case .anyone: ["rule": "anyone"]
        case .signature: ["rule": "signature"]
        case .session(let isConfirmed):
            ["rule": "session", "confirmed": .bool(isConfirmed)]
        case .scope(let scope, let reach, let isConfirmed):
            [
                "rule": "scope", "scope": .string(scope.rawValue),
                "reach": .string(reach.rawValue), "confirmed": .bool(isConfirmed),
            ]
        }
    }
}

extension Route {
    /// Whether a repeated `Idempotency-Key` replays the stored answer: for every POST by a known
    /// caller, but for those whose answer must be stored nowhere.
    var takesIdempotencyKey: Bool {
        switch access {
        case .scope: method == .post && !answersSecret
        case .anyone, .session, .signature: false
        }
    }
}
