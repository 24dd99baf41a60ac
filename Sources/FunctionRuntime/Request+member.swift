package import Web

extension Request {
    /// The person who asks, on a route that lets nobody else in.
    package var member: Member {
        get throws(Problem) {
            guard let member = caller.member else {
                throw Problem(.forbidden, "people-only", "This is for people who are logged in.")
            }
            return member
        }
    }
}
