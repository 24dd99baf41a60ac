import Messaging
import Testing

@Suite struct `The alert of a rule` {
    private let quiet = AlertCondition()

    private func standing(calm seconds: Int? = nil) -> AlertCondition {
        AlertCondition(isStanding: true, calmSeconds: seconds)
    }

    @Test func `begins with trouble, once`() {
        #expect(quiet.change(after: .trouble, calmSecondsToEnd: 300) == .raise)
        #expect(standing().change(after: .trouble, calmSecondsToEnd: 300) == .goOn)
        #expect(standing(calm: 200).change(after: .trouble, calmSecondsToEnd: 300) == .goOn)
    }

    @Test func `ends when its cause has been gone for a while`() {
        #expect(standing().change(after: .calm, calmSecondsToEnd: 300) == .noteCalm)
        #expect(standing(calm: 299).change(after: .calm, calmSecondsToEnd: 300) == nil)
        #expect(standing(calm: 300).change(after: .calm, calmSecondsToEnd: 300) == .end)
    }

    @Test func `ends at once where nothing can waver`() {
        #expect(standing().change(after: .calm, calmSecondsToEnd: 0) == .end)
    }

    @Test func `stays as it is while nothing can be said`() {
        #expect(quiet.change(after: .unknown, calmSecondsToEnd: 0) == nil)
        #expect(standing().change(after: .unknown, calmSecondsToEnd: 0) == nil)
        #expect(standing(calm: 900).change(after: .unknown, calmSecondsToEnd: 300) == nil)
        #expect(quiet.change(after: .calm, calmSecondsToEnd: 0) == nil)
    }
}
