import FunctionRuntime
import Web

extension Request {
    /// Refuses to let the caller give, change or take away a role above what they may.
    func mayGive(_ role: Role) throws(Problem) {
        // A key with people:write is as an administrator: it makes no owners.
        let own = caller.member?.role ?? .administrator
        guard own.mayGive(role) else {
            throw Problem(
                .forbidden,
                "role-too-high",
                "Only an owner makes, changes or removes \(role.article) \(role.rawValue)."
            )
        }
    }
}

extension Role {
    fileprivate var article: String { self == .manager || self == .viewer ? "a" : "an" }
}
