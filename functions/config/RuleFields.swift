import Store
import Web

/// The settings of when a message may leave, as the interface names them.
enum RuleFields {
    private static let quietHours = Field<String>.onOffOrDefault(
        "quiet_hours",
        "on, off, or default: whether messages wait for the recipient's day."
    ).optional
    private static let capMessages = count(
        "cap_messages",
        0...100,
        "Messages that a person may have within cap_days; 0 for any number."
    )
    private static let capDays = count("cap_days", 1...365, "The days of cap_messages.")
    private static let validityHours = count(
        "validity_hours",
        1...720,
        "Hours after its due time for which a message is welcome; then it expires."
    )
    private static let staleHours = count(
        "stale_hours",
        0...8760,
        "Transactions completed longer ago wait for a person; 0 for none."
    )
    private static let burstGuard = Field<Bool>.flagOrWord(
        "burst_guard",
        "Whether a flood far above the usual waits for a person."
    ).optional
    private static let shadow = Field<Bool>.flagOrWord(
        "shadow",
        "Whether everything is done but the call to the provider; then a person decides."
    ).optional
    private static let providerConfirmsOptOut = Field<Bool>.flagOrWord(
        "provider_confirms_opt_out",
        "Whether the provider answers an opt-out by itself."
    ).optional

    static let all: [any DescribedField] = [
        quietHours, capMessages, capDays, validityHours, staleHours, burstGuard, shadow,
        providerConfirmsOptOut,
    ]

    /// Reads what a request changes; what it leaves out stays as it is.
    static func change(
        from input: Input
    ) throws(Problem) -> @Sendable (inout SendingRules) -> Void {
        let (quiet, messages, days, validity, stale, burst, shadow, confirms) = try input.read(
            quietHours,
            capMessages,
            capDays,
            validityHours,
            staleHours,
            burstGuard,
            shadow,
            providerConfirmsOptOut
        )
        return { rules in
            if let quiet { rules.quietHours = ["on": true, "off": false][quiet] }
            rules.capMessages = messages ?? rules.capMessages
            rules.capDays = days ?? rules.capDays
            rules.validityHours = validity ?? rules.validityHours
            rules.staleHours = stale ?? rules.staleHours
            rules.burstGuard = burst ?? rules.burstGuard
            rules.shadow = shadow ?? rules.shadow
            rules.providerConfirmsOptOut = confirms ?? rules.providerConfirmsOptOut
        }
    }

    private static func count(
        _ name: String,
        _ range: ClosedRange<Int>,
        _ summary: String
    ) -> Field<Int?> {
        Field<Int>.integer(name, range, summary).optional
    }
}

extension SendingRules {
    var members: [JSON.Object.Member] {
        [
            .init("quiet_hours", .string(quietHours.map { $0 ? "on" : "off" } ?? "default")),
            .init("cap_messages", .int(capMessages)), .init("cap_days", .int(capDays)),
            .init("validity_hours", .int(validityHours)), .init("stale_hours", .int(staleHours)),
            .init("burst_guard", .bool(burstGuard)), .init("shadow", .bool(shadow)),
            .init("provider_confirms_opt_out", .bool(providerConfirmsOptOut)),
        ]
    }
}
