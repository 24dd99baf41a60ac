/// What can go wrong between this process and the web server.
package enum FastCGIError: Error, Sendable, Hashable {
    /// The descriptor is not a socket that listens; `errno` says why, 0 when it is merely not listening.
    case notListening(descriptor: Int32, errno: Int32)
    /// The system refused something that serving needs: memory, descriptors or threads.
    case systemRefused(call: String, errno: Int32)
    /// The body is longer than the route allows.
    case bodyTooLarge(limitByteCount: Int)
    /// The peer left, aborted, or sent nothing for too long before the body was complete.
    case bodyTruncated
    /// CONTENT_LENGTH is not a number, or the body has another length than it says.
    case contentLengthMismatch
    /// The peer no longer reads the answer.
    case peerGone
}
