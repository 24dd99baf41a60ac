/// What a program reaches outside of itself: everything else may be closed to it.
///
/// Most of it follows from its settings, since nobody can connect to what has no address. Only who
/// connects to addresses of the database or of strangers says so itself.
package enum Destination: String, Sendable, CaseIterable {
    case database
    /// Folders that it writes to; each is the value of a setting.
    case folder
    /// The gateway's socket for live events.
    case liveEvents = "live-events"
    case mail
    /// The counts that hosts share, where they do.
    case redis
    /// Providers, and whoever is told by webhook.
    case internet
}

extension Setting {
    /// The same setting, as the address of something that whoever reads it reaches.
    package func opening(_ destination: Destination) -> Self {
        var setting = self
        setting.opens = destination
        return setting
    }
}

extension Manifest {
    /// In one order, so that the same program always says the same.
    var reaches: [Destination] {
        let opened = Set(settings.compactMap(\.opens) + connections)
        return Destination.allCases.filter(opened.contains)
    }
}
