import Crypto
import Store
import Web

/// A key that is being made, which is said this once.
struct NewKey {
    let kept: Keys.Kept
    private let text: String

    init() {
        let key = APIKey.generate()
        kept = Keys.Kept(prefix: key.prefix, hash: key.hash)
        text = key.text
    }

    static let schema = Schema.object(["key": .string, "id": .integer, "prefix": .string])

    func answer(_ line: Keys.Line) -> Response {
        .json(.object(JSON.Object([.init("key", .string(text))] + line.members)), .created)
    }
}
