package import Web

extension Request {
    /// The host that the client asked for, without its port; empty where it said none.
    package var hostName: String { (headers["host"] ?? "").hostName }
}
