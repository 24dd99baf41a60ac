import Alerting
import Crypto
import FunctionRuntime
import Store
import Web

/// Where the business wants to be told.
struct ListTargets: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/alert-targets",
        "List the targets of alerts.",
        access: .scope(.settingsRead),
        answers: [.init(.ok, "The targets.", .object(["targets": .array(of: AlertTarget.schema)]))]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let targets = try database.forTenant(request.caller.tenant) { connection in
            try AlertTargets.all(on: &connection)
        }
        return .json(["targets": .array(targets.map { $0.json() })])
    }
}

/// Adds a target; a webhook's secret is shown in the answer and never again.
struct CreateTarget: Endpoint {
    static let route = Route(
        .post,
        "/api/alert-targets",
        "Add a target.",
        access: .scope(.settingsWrite),
        request: .fields([
            TargetFields.kind, TargetFields.name, TargetFields.address, TargetFields.kinds,
            TargetFields.takesNumbers, TargetFields.enabled,
        ]),
        answers: [
            .init(.created, "Added.", AlertTarget.schema),
            .init(.conflict, "There are as many as there may be."),
            .init(.serviceUnavailable, "No key is set to seal secrets with."),
        ]
    )
    static let settings = TargetDesk.settings

    private let desk: TargetDesk

    init(_ platform: Platform) throws { desk = try TargetDesk(platform) }

    func respond(to request: Request) throws -> Response {
        let caller = request.caller
        let input = try request.input()
        let known = (try? input.read(TargetFields.kind)).flatMap(AlertTarget.Kind.init)
        let (address, rest) = try Problem.gathering(
            { () throws(Problem) in
                try TargetFields.readAddress(input, of: known, toInside: desk.toInside)
            },
            { () throws(Problem) in
                try input.read(
                    TargetFields.kind,
                    TargetFields.name,
                    TargetFields.kinds,
                    TargetFields.takesNumbers,
                    TargetFields.enabled
                )
            }
        )
        let (kindName, name, kinds, takesNumbers, isEnabled) = rest
        guard let kind = AlertTarget.Kind(rawValue: kindName) else { throw TargetDesk.unknown }
        let target = AlertTarget(
            id: UUIDv7.make(nowMilliseconds: WallClock.milliseconds),
            kind: kind,
            name: name,
            address: kind == .slack ? TargetDesk.shown(address) : address,
            kinds: kinds,
            takesNumbers: takesNumbers && kind == .webhook,
            isEnabled: isEnabled
        )
        let secret = kind == .webhook ? WebhookSecret.generate().text : nil
        let toSeal = kind == .slack ? address : secret
        let isAdded = try desk.database.inTransaction(forTenant: caller.tenant) { connection in
            try AlertTargets.add(
                target,
                sealed: desk.seal(toSeal, for: target.id, of: caller.tenant, on: &connection),
                of: caller.tenant,
                by: caller.name,
                on: &connection
            )
        }
        guard isAdded else {
            throw Problem(
                .conflict,
                "too-many-targets",
                "There may be \(AlertTargets.countMax) targets."
            )
        }
        return .json(target.json(secret: secret), .created)
    }
}

/// Changes a target; turned on again, it has as long to work as a new one.
struct ChangeTarget: Endpoint {
    private static let address = TargetFields.address.optional

    static let route = Route(
        .put,
        "/api/alert-targets/{id}",
        "Change a target.",
        access: .scope(.settingsWrite),
        request: .fields([
            TargetFields.name, address, TargetFields.kinds, TargetFields.takesNumbers,
            TargetFields.enabled, TargetFields.renewSecret,
        ]),
        answers: [
            .init(.ok, "Changed; without an address that stays.", AlertTarget.schema),
            .init(.notFound, "There is no such target."),
            .init(.serviceUnavailable, "No key is set to seal secrets with."),
        ]
    )

    private let desk: TargetDesk

    init(_ platform: Platform) throws { desk = try TargetDesk(platform) }

    func respond(to request: Request) throws -> Response {
        let caller = request.caller
        let id = try request.target()
        let known = try desk.database.forTenant(caller.tenant) { connection in
            try AlertTargets.find(id, on: &connection)
        }
        guard var target = known else { throw TargetDesk.unknown }
        let input = try request.input()
        let (address, rest) = try Problem.gathering(
            { () throws(Problem) -> String? in
                let given: String? = try input.read(Self.address)
                guard given != nil else { return nil }
                return try TargetFields.readAddress(
                    input,
                    of: target.kind,
                    toInside: desk.toInside
                )
            },
            { () throws(Problem) in
                try input.read(
                    TargetFields.name,
                    TargetFields.kinds,
                    TargetFields.takesNumbers,
                    TargetFields.enabled,
                    TargetFields.renewSecret
                )
            }
        )
        let (name, kinds, takesNumbers, isEnabled, isRenewed) = rest
        target.name = name
        target.kinds = kinds
        target.takesNumbers = takesNumbers && target.kind == .webhook
        target.isEnabled = isEnabled
        if let address {
            target.address = target.kind == .slack ? TargetDesk.shown(address) : address
        }
        let isNew = isRenewed && target.kind == .webhook
        let secret = isNew ? WebhookSecret.generate().text : nil
        let toSeal = target.kind == .slack ? address : secret
        let changed = try desk.database.inTransaction(forTenant: caller.tenant) { connection in
            let sealed = try desk.seal(toSeal, for: id, of: caller.tenant, on: &connection)
            try AlertTargets.change(target, sealed: sealed, on: &connection)
            return try AlertTargets.find(id, on: &connection)
        }
        return .json((changed ?? target).json(secret: secret))
    }
}

/// Removes a target with all that was told to it.
struct DeleteTarget: DatabaseEndpoint {
    static let route = Route(
        .delete,
        "/api/alert-targets/{id}",
        "Remove a target.",
        access: .scope(.settingsWrite),
        answers: [.init(.noContent, "Removed."), .init(.notFound, "There is no such target.")]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let id = try request.target()
        let isRemoved = try database.forTenant(request.caller.tenant) { connection in
            try AlertTargets.remove(id, on: &connection)
        }
        guard isRemoved else { throw TargetDesk.unknown }
        return .noContent
    }
}

extension AlertTarget {
    static let schema = Schema.object([
        "id": .string, "kind": .oneOf(Kind.allCases.map(\.rawValue)), "name": .string,
        "address": Schema.string.about("Of a Slack webhook, only its host and last characters."),
        "kinds": Schema.array(of: .string).orNull, "takesNumbers": .boolean, "enabled": .boolean,
        "disabledAt": Schema.timestamp.orNull.about("When it was turned off for failing for days."),
        "failingSince": Schema.timestamp.orNull, "succeededAt": Schema.timestamp.orNull,
        "secret": Schema.string.orNull.about("Only when it is new; it is not shown again."),
    ])

    func json(secret: String? = nil) -> JSON {
        [
            "id": .string(id), "kind": .string(kind.rawValue), "name": .string(name),
            "address": .string(address),
            "kinds": kinds.map { .array($0.map(JSON.string)) } ?? .null,
            "takesNumbers": .bool(takesNumbers), "enabled": .bool(isEnabled),
            "disabledAt": .optional(disabledAt), "failingSince": .optional(failingSince),
            "succeededAt": .optional(succeededAt), "secret": .optional(secret),
        ]
    }
}
