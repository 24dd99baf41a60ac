import Messaging
import PDF
import Testing

@testable import Store
@testable import report

@Suite struct `The pages of a report` {
    @Test func `are the same bytes for the same figures`() throws {
        let report = try sampleReport(business: "شركة النخبة للسيارات")
        let files = try (0..<3).map { _ in try ReportDocument(report, on: .a4).bytes() }
        #expect(Set(files).count == 1)
    }

    @Test func `differ where a figure does`() throws {
        var report = try sampleReport()
        let before = try ReportDocument(report, on: .a4).bytes()
        report.daily[0].counts[.failed] += 1
        #expect(try ReportDocument(report, on: .a4).bytes() != before)
    }

    @Test(arguments: [0, 1, 40, 200])
    func `have room for any number of dealerships`(_ count: Int) throws {
        let names = (0..<count).map { "Dealership \($0)" }
        for paper in Paper.allCases {
            let file = try ReportDocument(sampleReport(dealerships: names), on: paper).bytes()
            #expect(file.count > 10_000)
        }
    }

    @Test func `can be made of a time in which nothing happened`() throws {
        var report = try sampleReport(dealerships: [])
        report.daily = report.daily.map { .init(day: $0.day, counts: StatusCounts()) }
        report.errors = []
        report.providers = []
        #expect(try !ReportDocument(report, on: .a4).bytes().isEmpty)
        #expect(Summary.text(of: report) == "No message was due in this time.")
    }

    @Test func `leave out a logo that cannot be drawn`() throws {
        var report = try sampleReport()
        report.logo = .init(mediaType: "image/webp", bytes: Array("RIFF....WEBP".utf8))
        #expect(try !ReportDocument(report, on: .a4).bytes().isEmpty)
    }

    @Test func `say what they are as long as the business has no name`() throws {
        let report = try sampleReport(business: "")
        #expect(report.heading == "Weekly report on text messages")
        #expect(try !ReportDocument(report, on: .a4).bytes().isEmpty)
        let letter = ReportLetter(report, baseURL: "https://sms.example.com")
        #expect(letter.subject == "Weekly report: 9–15 November 2026")
        #expect(letter.text.hasPrefix("Weekly report on text messages\n9–15 November 2026"))
        #expect(letter.html.split(separator: "Weekly report on text messages").count == 2)
    }

    @Test(arguments: [
        ("Sunrise Motors", "sunrise-motors-2026-11-09-to-2026-11-15.pdf"),
        ("../../etc/passwd\r\nX: y", "etc-passwd-x-y-2026-11-09-to-2026-11-15.pdf"),
        ("\"; rm -rf", "rm-rf-2026-11-09-to-2026-11-15.pdf"),
        ("", "report-2026-11-09-to-2026-11-15.pdf"),
        ("!!!", "report-2026-11-09-to-2026-11-15.pdf"),
    ])
    func `are kept in a file of a harmless name`(_ business: String, _ name: String) throws {
        let document = ReportDocument(try sampleReport(business: business), on: .a4)
        #expect(document.fileName.text == name)
    }

    @Test func `are kept in a file named in any script`() throws {
        let document = ReportDocument(try sampleReport(business: "Müller"), on: .a4)
        let header = document.fileName.headerParameter
        #expect(header.contains("filename=\"m_ller-"))
        #expect(header.contains("filename*=UTF-8''m%C3%BCller-"))
    }
}

@Suite struct `A report in sentences` {
    @Test func `tells what went out, what arrived and what failed most`() throws {
        let text = Summary.text(of: try sampleReport())
        #expect(text.contains("630 messages went out, 140 more than in the time before."))
        #expect(text.contains("90\u{202F}% arrived, 20 points better than before."))
        #expect(text.contains("70 failed, most often with code 30003"))
    }

    @Test func `is harmless in a mail`() throws {
        let report = try sampleReport(business: "<script>alert(1)</script> & \"Co\"<\u{301}b>")
        let letter = ReportLetter(report, baseURL: "https://sms.example.com")
        #expect(!letter.html.contains("<script>"))
        // A reader of HTML sees a sign where Swift sees a letter with an accent.
        #expect(letter.html.utf8.firstRange(of: "<\u{301}".utf8) == nil)
        #expect(letter.html.contains("&lt;script&gt;"))
        #expect(letter.subject.hasSuffix("9–15 November 2026"))
        #expect(letter.text.contains("https://sms.example.com/reports"))
    }
}
