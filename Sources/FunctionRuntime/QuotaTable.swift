import Glibc
import Synchronization

/// The buckets of all that are limited, in memory that the processes of one host share, so that a
/// limit is one limit whichever of them a request meets.
///
/// Each bucket is two words that are changed without a lock. In the worst race a request is counted
/// twice or not at all. Where nobody shares the memory, each process counts for itself. It stays for
/// as long as its process lives.
final class QuotaTable: @unchecked Sendable {
    private let slots: UnsafeMutablePointer<Slot>

    private struct Slot: ~Copyable {
        /// 0 for a slot that is free.
        let subject: Atomic<UInt64>
        /// When the bucket will be full again, in nanoseconds.
        let fullAt: Atomic<Int64>
    }

    private static let slotCount = 8192
    private static let byteCount = slotCount * MemoryLayout<Slot>.stride
    /// How many slots are looked at for one subject.
    private static let probeCount = 16

    /// Shares a file of that folder, which is made when it is missing.
    init(directory: String?) {
        let memory = directory.flatMap { Self.map("\($0)/quotas") } ?? Self.anonymous
        slots = memory.bindMemory(to: Slot.self, capacity: Self.slotCount)
    }

    /// Takes one request out of the bucket of the quota's subject, if there is one in it.
    func take(from quota: Quota, now: Int64) -> Quota.Outcome {
        guard let index = slot(of: quota.subject.number, now: now) else {
            // So many are limited at this moment that one more is not counted.
            return quota.take(from: 0, now: now)
        }
        while true {
            let fullAt = slots[index].fullAt.load(ordering: .relaxed)
            let outcome = quota.take(from: fullAt, now: now)
            guard outcome.isWithin else { return outcome }
            let (isDone, _) = slots[index].fullAt.compareExchange(
                expected: fullAt,
                desired: outcome.fullAt,
                ordering: .relaxed
            )
            if isDone { return outcome }
        }
    }

    /// Undoes a `take` of a moment ago.
    func giveBack(to quota: Quota, now: Int64) {
        guard let index = slot(of: quota.subject.number, now: now) else { return }
        let cost = quota.giveBack(to: 0)
        slots[index].fullAt.add(cost, ordering: .relaxed)
    }

    /// The slot of a subject, or one that it gets: a free one, or one whose bucket is full, of which
    /// there is nothing to remember.
    private func slot(of subject: UInt64, now: Int64) -> Int? {
        let first = Int(truncatingIfNeeded: subject &* 0x9E37_79B9_7F4A_7C15 >> 40)
        let places = (0..<Self.probeCount).map { (first &+ $0) & (Self.slotCount - 1) }
        for place in places where slots[place].subject.load(ordering: .relaxed) == subject {
            return place
        }
        for place in places {
            let owner = slots[place].subject.load(ordering: .relaxed)
            guard owner == 0 || slots[place].fullAt.load(ordering: .relaxed) <= now else {
                continue
            }
            let (isDone, current) = slots[place].subject.compareExchange(
                expected: owner,
                desired: subject,
                ordering: .relaxed
            )
            if isDone || current == subject { return place }
        }
        return nil
    }

    private static func map(_ path: String) -> UnsafeMutableRawPointer? {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o660)
        guard file >= 0 else { return nil }
        defer { close(file) }
        // Blocks are taken now: a page that finds no place on a full disk later would end the process.
        guard posix_fallocate(file, 0, byteCount) == 0 else { return nil }
        let memory = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
        return memory == MAP_FAILED ? nil : memory
    }

    private static var anonymous: UnsafeMutableRawPointer {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 16)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        return memory
    }
}

extension Quota.Subject {
    /// A number other than 0 that is no other subject's.
    fileprivate var number: UInt64 {
        switch self {
        case .key(let id): UInt64(bitPattern: id) << 1
        case .business(let id): UInt64(UInt32(bitPattern: id)) << 1 | 1
        }
    }
}
