import Crypto
import Store
import Web

/// The person who is logged in, as pages need to know them.
enum UserView {
    static let schema = Schema.object([
        "user": .object([
            "email": .string, "name": .string,
            "role": .oneOf(Role.allCases.map(\.rawValue)),
            "scopes": .array(of: .string),
            "wholeBusiness": .boolean.about("False for who is limited to some dealerships."),
            "runsInstallation": .boolean
                .about("Whether their business looks after what all businesses share."),
            "severalBusinesses": .boolean.about("Whether they look after more than one business."),
            "secondFactorMissing": .boolean.about(
                "Whether they can do nothing until they have set up the second factor that their business wants."
            ),
        ]),
        "pageToken": .string.about("To be sent as x-page-token with every change."),
    ])

    static func json(
        _ user: User,
        _ token: Token,
        hasSeveral: Bool,
        lacksFactor: Bool
    ) -> JSON {
        let scopes = lacksFactor ? [] : user.scopes
        return [
            "user": [
                "email": .string(user.email), "name": .string(user.name),
                "role": .string(user.role.rawValue),
                "scopes": .array(scopes.map(\.rawValue).sorted().map(JSON.string)),
                "wholeBusiness": .bool(user.tenant.dealerships == nil),
                "runsInstallation": .bool(user.tenant.runsInstallation),
                "severalBusinesses": .bool(hasSeveral),
                "secondFactorMissing": .bool(lacksFactor),
            ],
            "pageToken": .string(token.pageToken),
        ]
    }
}
