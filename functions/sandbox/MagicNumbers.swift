/// Numbers that always behave in one way, whatever the configured behaviour is.
///
/// Those that end in 0001 to 0009 are Twilio's own for test credentials; the others continue them
/// for what test credentials cannot show, because they send nothing.
/// https://www.twilio.com/docs/iam/test-credentials
enum MagicNumbers {
    /// The sender that test credentials may use.
    static let sender = "+15005550006"

    /// Senders that are refused, and with what.
    static let refusedSenders: [String: Int] = [
        "+15005550001": 21212,  // not a number
        "+15005550007": 21606,  // not owned, or not able to send
        "+15005550008": 21611,  // its queue is full
    ]

    /// Recipients that fare in one way before or while the message is taken.
    static let receptions: [String: Reception] = [
        "+15005550001": .refused(code: 21211),  // not a number
        "+15005550002": .refused(code: 21612),  // no route
        "+15005550003": .refused(code: 21408),  // country not enabled
        "+15005550004": .refused(code: 21610),  // opted out
        "+15005550009": .refused(code: 21614),  // cannot receive SMS
        "+15005550020": .takenThenFault,
        "+15005550021": .takenThenDrop,
        "+15005550022": .throttled,
        "+15005550023": .fault(status: 503),
    ]

    /// Recipients whose message is taken, and what becomes of it.
    static let fates: [String: Fate] = [
        "+15005550010": .undelivered(code: 30003),  // handset unreachable
        "+15005550011": .undelivered(code: 30004),  // message blocked
        "+15005550012": .undelivered(code: 30005),  // handset unknown
        "+15005550013": .undelivered(code: 30006),  // landline
        "+15005550014": .undelivered(code: 30007),  // filtered by the carrier
        "+15005550015": .undelivered(code: 30008),  // unknown error
        "+15005550016": .failed(code: 30001),  // queue overflow
        "+15005550017": .failed(code: 30034),  // sender not registered
        "+15005550018": .silent,
        "+15005550019": .unreported,
    ]
}
