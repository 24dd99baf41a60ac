/// How much, and for how long, one peer may ask for.
package struct Limits: Sendable {
    /// All parameters of a request together; nginx sends at most its header buffers, 32 KiB by default.
    package var parameterByteCountMax = 256 * 1024
    /// How long a thread waits for the rest of a request that has begun.
    ///
    /// Only waiting counts, not the handler's own work, and every 64 KiB received renew it: a peer
    /// that sends byte after byte cannot hold a thread for ever.
    package var readTimeoutMilliseconds = 30_000
    /// How long one write may wait for a peer that does not read.
    package var writeTimeoutMilliseconds = 30_000
    /// How long a process that leaves waits for the first byte on a connection that it has accepted.
    ///
    /// nginx writes directly after it connects; without this a restart would now and then fail a request.
    package var firstByteTimeoutMilliseconds = 250
    /// How long a kept connection may idle; longer than nginx's 60 s, so that nginx closes first.
    package var idleTimeoutMilliseconds = 75_000
    /// What a half-sent request is still given after the process was told to stop.
    package var stopTimeoutMilliseconds = 1_000
    /// How much of a body that the handler left unread is read and dropped, so that the peer, still
    /// sending, can read the answer.
    package var unreadByteCountMax = 1024 * 1024
    /// How long the rest of such a body is waited for, the answer being sent already.
    package var unreadTimeoutMilliseconds = 1_000

    package init() {}
}
