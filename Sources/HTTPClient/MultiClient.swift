import CCurl

/// Many requests at once on one thread, over connections that are kept and used again.
///
/// Not Sendable: one thread submits and polls. Other threads may only wake it, through `waker`.
package final class MultiClient {
    /// Interrupts a poll from any thread, for instance when there is something new to submit.
    package let waker: MultiClientWaker

    private let multi: MultiHandle
    private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]
    /// Easy handles at rest: making one costs more than resetting one.
    private var idleHandles: [EasyHandle] = []
    private var finished: [(tag: Int, outcome: HTTPOutcome)] = []

    /// Requests submitted and not yet returned by `poll`.
    package var inFlight: Int { transfers.count + finished.count }

    /// Requests beyond the limit wait for a connection inside libcurl, their total timeout running.
    package init(connectionCountPerHostMax: Int = 256) {
        multi = MultiHandle()
        waker = MultiClientWaker(multi)
        multi.set(CURLMOPT_MAX_HOST_CONNECTIONS, connectionCountPerHostMax)
        multi.set(CURLMOPT_MAXCONNECTS, connectionCountPerHostMax)
    }

    deinit {
        for (handle, _) in transfers { curl_multi_remove_handle(multi.raw, handle) }
    }

    /// Starts a request; its outcome comes out of a later `poll` with the same tag.
    package func submit(_ request: HTTPRequest, tag: Int) {
        guard !request.hasUnsafeHeader else {
            let cause = HTTPFailureCause(.malformedRequest, "A header holds a forbidden character")
            finished.append((tag, .failed(.notSent(cause))))
            return
        }
        let transfer = Transfer(request, tag: tag, handle: idleHandles.popLast() ?? EasyHandle())
        do {
            try transfer.configure()
            try check(curl_multi_add_handle(multi.raw, transfer.handle.raw))
            transfers[transfer.handle.raw] = transfer
        } catch {
            finished.append((tag, .failed(.notSent(error))))
        }
    }

    /// Returns what has finished, waiting for the first of it no longer than the timeout.
    ///
    /// Returns early, perhaps with nothing, when something moved or another thread woke the client.
    package func poll(timeoutMilliseconds: Int) -> [(tag: Int, outcome: HTTPOutcome)] {
        drive()
        if finished.isEmpty {
            curl_multi_poll(multi.raw, nil, 0, Int32(clamping: max(0, timeoutMilliseconds)), nil)
            drive()
        }
        defer { finished.removeAll(keepingCapacity: true) }
        return finished
    }

    /// Sends one request and waits for its outcome; only while nothing else is in flight.
    package func send(_ request: HTTPRequest) -> HTTPOutcome {
        precondition(inFlight == 0, "send would swallow the outcomes of other requests")
        submit(request, tag: 0)
        while true {
            // The transfer ends at its total timeout, so this wait needs no limit of its own.
            if let result = poll(timeoutMilliseconds: 1_000).first { return result.outcome }
        }
    }

    // MARK: -

    private func drive() {
        var running: Int32 = 0
        curl_multi_perform(multi.raw, &running)
        var queued: Int32 = 0
        while let message = curl_multi_info_read(multi.raw, &queued) {
            guard message.pointee.msg == CURLMSG_DONE, let raw = message.pointee.easy_handle,
                let transfer = transfers.removeValue(forKey: raw)
            else { continue }
            // Both are read before the handle leaves: the message dies with it.
            let outcome = transfer.outcome(of: message.pointee.data.result)
            curl_multi_remove_handle(multi.raw, raw)
            finished.append((transfer.tag, outcome))
            transfer.handle.reset()
            if idleHandles.count < 256 { idleHandles.append(transfer.handle) }
        }
    }

    private func check(_ code: CURLMcode) throws(HTTPFailureCause) {
        guard code != CURLM_OK else { return }
        throw HTTPFailureCause(.other, String(cString: curl_multi_strerror(code)))
    }
}

/// Interrupts the poll of one client from any thread.
///
/// Sendable because `curl_multi_wakeup` is the one call libcurl allows from other threads, and the
/// shared handle is freed only after its last owner, client or waker, has gone.
package final class MultiClientWaker: @unchecked Sendable {
    private let multi: MultiHandle

    init(_ multi: MultiHandle) { self.multi = multi }

    package func wake() { curl_multi_wakeup(multi.raw) }
}
