import Glibc

/// What a thread does, with state that no other thread touches.
protocol ThreadBody: AnyObject {
    func run()
}

enum Thread {
    /// Runs the body on a detached thread, which owns it from now on.
    ///
    /// `sending` makes the compiler prove that the caller keeps nothing of it.
    static func start(_ body: sending any ThreadBody) {
        let context = Unmanaged.passRetained(Box(body)).toOpaque()
        var thread = pthread_t()
        let result = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body.run()
                return nil
            },
            context
        )
        guard result == 0 else { fatalError("no thread: \(String(cString: strerror(result)))") }
        pthread_detach(thread)
    }

    private final class Box {
        let body: any ThreadBody
        init(_ body: any ThreadBody) { self.body = body }
    }
}
