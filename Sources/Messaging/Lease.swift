/// How long an attempt may be under way before it counts as lost and the provider is asked about it.
package struct Lease: Sendable, Hashable {
    package let seconds: Int

    package init(seconds: Int) { self.seconds = seconds }

    /// How long after its record the call of an attempt may begin.
    ///
    /// One that began later might not have ended when the lease runs out: by then the provider may
    /// have been asked, have said that it has no such message, and been given it again.
    package var callWithinSeconds: Int { seconds / 3 }
}
