import Messaging
import Testing

@Suite struct `Retry schedule` {
    @Test(arguments: [
        (1, 300), (2, 600), (3, 1_200), (4, 2_400), (5, 3_600), (6, 3_600), (.max, 3_600),
    ])
    func `doubles up to its cap`(_ attempt: Int, _ seconds: Int) {
        let schedule = RetrySchedule(baseMinutes: 5, capMinutes: 60)
        #expect(schedule.delaySeconds(afterAttempt: attempt, fraction: 0) == seconds)
    }

    @Test(arguments: [(0.0, 300), (0.5, 330), (0.999, 359), (-1, 300), (7, 360), (.nan, 300)])
    func `adds at most a fifth by chance`(_ fraction: Double, _ seconds: Int) {
        let schedule = RetrySchedule(baseMinutes: 5, capMinutes: 60)
        #expect(schedule.delaySeconds(afterAttempt: 1, fraction: fraction) == seconds)
    }

    @Test(
        arguments: [(0, 0), (-5, -5), (.min, .min), (.max, .max), (.max, 0), (0, .max)]
            as [(Int, Int)]
    )
    func `makes no busy loop and overflows nowhere`(_ base: Int, _ cap: Int) {
        let year = 366 * 86_400
        for attempt in [Int.min, -1, 0, 1, 2, 31, 32, 33, .max] {
            let schedule = RetrySchedule(baseMinutes: base, capMinutes: cap)
            let delay = schedule.delaySeconds(afterAttempt: attempt, fraction: 0.99)
            #expect((1...year * 6 / 5).contains(delay))
        }
    }
}
