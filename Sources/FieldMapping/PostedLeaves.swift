package import Web

/// The values in a posting, each with the path that leads to it.
package struct PostedLeaves: Sendable {
    package let leaves: [Leaf]
    /// Whether there were more than are listed.
    package let isCut: Bool

    package struct Leaf: Sendable, Hashable {
        package let path: ValuePath
        package let value: JSON
        /// The name of the innermost member, and those around it.
        let names: [String]
    }

    package static let countMax = 300

    package init(of posted: JSON) {
        var found: [Leaf] = []
        Self.collect(posted, at: [], into: &found)
        leaves = Array(found.prefix(Self.countMax))
        isCut = found.count > Self.countMax
    }

    private static func collect(_ value: JSON, at steps: [ValuePath.Step], into found: inout [Leaf])
    {
        guard found.count <= countMax else { return }
        switch value {
        case .object(let object):
            for member in object.members {
                collect(member.value, at: steps + [.member(member.name)], into: &found)
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                collect(element, at: steps + [.element(index)], into: &found)
            }
        default:
            let names = steps.compactMap { step -> String? in
                if case .member(let name) = step { name } else { nil }
            }
            guard !steps.isEmpty else { return }
            found.append(Leaf(path: ValuePath(steps), value: value, names: names))
        }
    }
}
