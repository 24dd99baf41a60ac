import Messaging
import Testing

@Suite struct `Callback evidence` {
    private func state(
        _ before: CallbackPathState,
        _ accepted: Int,
        _ reported: Int,
        newest: Int = 0
    ) -> CallbackPathState {
        CallbackEvidence(accepted: accepted, reported: reported, newestReported: newest)
            .state(after: before)
    }

    @Test(arguments: [
        (0, 0, CallbackPathState.working),  // nothing was sent
        (9, 0, .working),  // too few to tell
        (10, 0, .broken), (10, 1, .working),
        (1000, 99, .broken), (1000, 100, .working),  // one in ten
    ])
    func `breaks a way`(_ accepted: Int, _ reported: Int, _ expected: CallbackPathState) {
        #expect(state(.working, accepted, reported) == expected)
    }

    @Test(arguments: [
        (0, 0, CallbackPathState.broken),  // silence proves nothing
        (1000, 4, .broken), (1000, 5, .working),  // half of the newest ten, whatever the older ones
        (2, 2, .broken), (3, 3, .working),  // a few will do where little is sent
        (8, 3, .broken), (8, 4, .working),
    ])
    func `mends a way`(_ accepted: Int, _ newest: Int, _ expected: CallbackPathState) {
        #expect(state(.broken, accepted, newest, newest: newest) == expected)
    }
}

@Suite struct `The broken station` {
    @Test func `is the one that our own request found`() {
        for hop in CallbackHop.allCases {
            #expect(CallbackHop(faulty: hop, unmatched: 9, refused: 9) == hop)
        }
    }

    @Test(arguments: [
        (0, 0, CallbackHop.provider), (2, 2, .provider), (0, 3, .signature), (3, 0, .matching),
        (3, 3, .matching),
    ])
    func `is told by what arrives`(_ unmatched: Int, _ refused: Int, _ expected: CallbackHop) {
        #expect(CallbackHop(faulty: nil, unmatched: unmatched, refused: refused) == expected)
    }
}
