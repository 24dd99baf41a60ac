/// Things to do at their times, the earliest first: a binary heap.
struct TimerHeap<Element> {
    private var entries: [(dueMilliseconds: Int64, element: Element)] = []

    var nextDueMilliseconds: Int64? { entries.first?.dueMilliseconds }
    var count: Int { entries.count }

    mutating func insert(_ element: Element, dueMilliseconds: Int64) {
        entries.append((dueMilliseconds, element))
        var child = entries.count - 1
        while child > 0, precedes(child, (child - 1) / 2) {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// The earliest element, if its time has come.
    mutating func pop(nowMilliseconds: Int64) -> Element? {
        guard let first = entries.first, first.dueMilliseconds <= nowMilliseconds else {
            return nil
        }
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        var parent = 0
        while true {
            let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < entries.count }
            guard let least = children.min(by: { precedes($0, $1) }), precedes(least, parent) else {
                return first.element
            }
            entries.swapAt(least, parent)
            parent = least
        }
    }

    private func precedes(_ first: Int, _ second: Int) -> Bool {
        entries[first].dueMilliseconds < entries[second].dueMilliseconds
    }
}
