/// Something that an account of this kind needs to be told.
package struct AccountField: Sendable, Hashable {
    package let name: String
    package let about: String
    package let isSecret: Bool
    package let isRequired: Bool
    package let fallback: String?
}
