package import FunctionRuntime

extension Setting<Bool> {
    /// Whether webhooks may go to hosts of our own network, and unencrypted.
    ///
    /// Off, because whoever may set a target could otherwise have this host ask its neighbours.
    package static let targetsInside = Setting(
        "ALERT_TARGETS_INSIDE",
        "on where alerts may be posted to hosts of the own network, and by plain http.",
        expected: "on or off",
        fallback: false
    ) { ["on": true, "off": false][$0] }
}
