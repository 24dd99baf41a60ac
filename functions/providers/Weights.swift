import FunctionRuntime
import Routing
import Store
import Web

/// What counts how much when a provider is chosen.
struct ShowWeights: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/routing",
        "Show what counts when a provider is chosen.",
        access: .scope(.settingsRead),
        answers: [.init(.ok, "The weights.", .fields(WeightFields.all))]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let weights = try database.forTenant(tenant) { connection in
            try RoutingWeights.fetch(of: tenant, on: &connection)
        }
        return .json(weights.json)
    }
}

/// Changes the weights that are named.
struct ChangeWeights: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/routing",
        "Change what counts when a provider is chosen.",
        access: .scope(.providersWrite),
        request: .fields(WeightFields.all),
        answers: [.init(.ok, "The weights as they are now.", .fields(WeightFields.all))]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let (success, latency, cost) = try request.input()
            .read(WeightFields.success, WeightFields.latency, WeightFields.cost)
        let weights = try database.inTransaction(forTenant: tenant) { connection in
            var weights = try RoutingWeights.fetch(of: tenant, on: &connection)
            weights.success = success ?? weights.success
            weights.latency = latency ?? weights.latency
            weights.cost = cost ?? weights.cost
            try weights.save(for: tenant, on: &connection)
            return weights
        }
        return .json(weights.json)
    }
}

enum WeightFields {
    static let success = weight("success", "That messages arrive.")
    static let latency = weight("latency", "That they arrive soon.")
    static let cost = weight("cost", "That they cost little.")
    static let all: [any DescribedField] = [success, latency, cost]

    private static func weight(_ name: String, _ summary: String) -> Field<Int?> {
        Field<Int>.integer(name, 0...100, summary).optional
    }
}

extension RoutingWeights {
    fileprivate var json: JSON {
        ["success": .int(success), "latency": .int(latency), "cost": .int(cost)]
    }
}
