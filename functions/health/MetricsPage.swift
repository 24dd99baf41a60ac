import FunctionRuntime
import Store
import Web

/// The figures of all processes and of the queue, in Prometheus' text format (version 0.0.4).
struct MetricsPage: Endpoint {
    static let route = Route(
        .get,
        "/metrics",
        "Figures for Prometheus.",
        access: .scope(.systemRead, reach: .installation),
        answers: [.init(.ok, "The figures.", mediaType: "text/plain")]
    )

    private let database: Database
    private let directory: String?

    init(_ platform: Platform) throws {
        database = try platform.database
        directory = try platform.settings.value(.metricsDirectory)
    }

    func respond(to request: Request) throws -> Response {
        let (state, alerts) = try database.forAll { connection in
            (try SystemState.fetch(on: &connection), try Alerts.standing(on: &connection))
        }
        let gauges = [
            ("sms_messages_waiting", "Messages that are due and not taken up.", state.waiting),
            (
                "sms_oldest_waiting_seconds", "How long the oldest of them waits.",
                state.oldestWaitingSeconds
            ),
            ("sms_attempts_calling", "Attempts whose provider is being called.", state.calling),
            ("sms_attempts_unknown", "Attempts whose answer was lost.", state.unknown),
            ("sms_changes_unfolded", "Changes not folded into the counts.", state.unfolded),
            ("sms_alerts_standing", "Alerts that nobody cleared.", alerts.count),
        ].map { name, help, value in
            "# HELP \(name) \(help)\n# TYPE \(name) gauge\n\(name) \(value)\n"
        }
        let processes = directory.map(MetricsFiles.gather) ?? ""
        return .text(
            gauges.joined() + processes,
            type: "text/plain; version=0.0.4; charset=utf-8"
        )
    }
}
