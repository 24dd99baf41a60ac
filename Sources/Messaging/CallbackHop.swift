/// The stations on the way of a provider's report to our rows, from the outside in.
///
/// The raw values are stored and shown by the API; they never change.
package enum CallbackHop: String, Sendable, Hashable, CaseIterable {
    /// The provider does not call, or cannot reach us from where it is.
    case provider
    /// The name in our address has no number.
    case dns
    /// Nobody takes connections there.
    case connection
    /// The encryption does not come about, or the certificate is not trusted.
    case tls
    /// What answers is not our gateway, or it does not pass the request on.
    case gateway
    /// The function that takes reports does not answer.
    case function
    /// Reports come and are refused.
    case signature
    /// Reports are taken, and belong to no message that we know.
    case matching
}

extension CallbackHop {
    /// What is wrong there and what to look at.
    package var sentence: String {
        switch self {
        case .provider:
            "Asked from this host, our address answers as it should: the provider does not call "
                + "it, or cannot reach it from outside. Look into the provider's log of callbacks "
                + "and the firewall."
        case .dns:
            "The host in PUBLIC_URL cannot be found: look at its DNS entry."
        case .connection:
            "Nobody takes connections at PUBLIC_URL: look at the gateway, the port and the "
                + "firewall."
        case .tls:
            "The encryption at PUBLIC_URL does not come about: look at the certificate, its names "
                + "and its date."
        case .gateway:
            "Something answers at PUBLIC_URL, but not our function: look at the gateway, and at "
                + "what stands before it."
        case .function:
            "The gateway answers and the function status-callback does not: look at its log."
        case .signature:
            "Callbacks come and their signatures do not fit: compare the account's token with the "
                + "provider's, and PUBLIC_URL with the address that the provider calls."
        case .matching:
            "Callbacks come and name messages that are not ours: another installation may send "
                + "through this account."
        }
    }

    /// Where the way is broken, from what is known of its stations.
    ///
    /// `faulty` is the station at which our own request to the address failed, `unmatched` counts
    /// lately stored reports without a message, `refused` those turned away.
    package init(faulty: CallbackHop?, unmatched: Int, refused: Int) {
        if let faulty {
            self = faulty
        } else if unmatched >= Self.strayMin {
            self = .matching
        } else if refused >= Self.strayMin {
            self = .signature
        } else {
            self = .provider
        }
    }

    /// Anybody may post to the address: fewer prove nothing about the provider.
    private static let strayMin = 3
}
