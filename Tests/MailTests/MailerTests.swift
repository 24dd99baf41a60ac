import FunctionRuntime
import Mail
import TestSupport
import Testing

@Suite struct `A message handed to the mail server` {
    @Test func `reaches it with its envelope and every part`() throws {
        let server = ScriptedMailServer()
        defer { server.stop() }
        var mail = try letter(subject: "Fünf Sterne für 東京")
        mail.html = "<p>Grüße</p>"
        mail.attachments = [
            .init(name: "März.pdf", mediaType: "application/pdf", bytes: Array("%PDF".utf8))
        ]
        try mailer(server.url).send(mail)
        let said = server.received
        #expect(said.contains("MAIL FROM:<alerts@example.com>"))
        #expect(said.contains("RCPT TO:<ann@example.com>"))
        #expect(said.contains("RCPT TO:<bob@example.com>"))
        #expect(said.contains("From: \"Alerts, Inc.\" <alerts@example.com>\r\n"))
        #expect(said.contains("To: ann@example.com, =?UTF-8?B?QsO2Yg==?= <bob@example.com>\r\n"))
        #expect(said.contains("Subject: =?UTF-8?B?RsO8bmYgU3Rlcm5lIGbDvHIg5p2x5Lqs?=\r\n"))
        #expect(said.contains("multipart/mixed"))
        #expect(said.contains("multipart/alternative"))
        #expect(said.contains("<p>Gr=C3=BC=C3=9Fe</p>"))
        #expect(said.contains("filename*=UTF-8''M%C3%A4rz.pdf"))
        #expect(said.contains("JVBERg=="))
    }

    @Test func `may hold a line with nothing but a dot`() throws {
        let server = ScriptedMailServer()
        defer { server.stop() }
        var mail = try letter()
        mail.text = "one\n.\ntwo"
        try mailer(server.url).send(mail)
        #expect(server.received.contains("one\r\n..\r\ntwo"))
    }

    @Test func `has no header that its subject or a name smuggled in`() throws {
        let server = ScriptedMailServer()
        defer { server.stop() }
        var mail = try letter(subject: "a\r\nBcc: eve@example.com")
        mail.to = [try #require(MailAddress("ann@example.com", name: "Ann\r\nX-A: 1"))]
        try mailer(server.url).send(mail)
        #expect(server.received.contains("Subject: a  Bcc: eve@example.com\r\n"))
        #expect(!server.received.contains("\nBcc:"))
        #expect(!server.received.contains("\nX-A:"))
    }

    @Test(arguments: [
        ("RCPT", "550 5.1.1 nobody here\r\n", MailFailure.Kind.refused),
        ("RCPT", "451 4.7.1 greylisted\r\n", .postponed),
        ("MAIL", "553 not from you\r\n", .refused),
        ("end", "552 too big\r\n", .refused),
        ("end", "452 no space\r\n", .postponed),
        ("greeting", "554 go away\r\n", .refused),
    ])
    func `fails as the server's number says`(
        _ command: String,
        _ answer: String,
        _ kind: MailFailure.Kind
    ) throws {
        let server = ScriptedMailServer(answers: [command: answer])
        defer { server.stop() }
        let failure = try #require(throws: MailFailure.self) {
            try mailer(server.url).send(try letter())
        }
        #expect(failure.kind == kind)
        #expect(failure.reply == answer.split(separator: "\r\n").first.map(String.init))
        #expect(failure.isPermanent == (kind == .refused))
    }

    @Test func `is not sent in the clear when encryption is required`() throws {
        let server = ScriptedMailServer(offers: ["AUTH PLAIN LOGIN"])
        defer { server.stop() }
        let more = ["SMTP_USER": "ann", "SMTP_PASSWORD": "secret-word"]
        let failure = try #require(throws: MailFailure.self) {
            try mailer(server.url, more).send(try letter())
        }
        #expect(failure.kind == .tls)
        #expect(!server.received.contains("AUTH"))
        #expect(!server.received.contains("MAIL FROM"))
    }

    @Test func `says that the password is wrong, and does not tell it`() throws {
        let refusal = "535 5.7.8 no\r\n"
        let server = ScriptedMailServer(answers: ["AUTH": refusal], offers: ["AUTH PLAIN"])
        defer { server.stop() }
        let more = ["SMTP_USER": "ann", "SMTP_PASSWORD": "secret-word", "SMTP_STARTTLS": "off"]
        let failure = try #require(throws: MailFailure.self) {
            try mailer(server.url, more).send(try letter())
        }
        #expect(failure.kind == .login)
        #expect(!"\(failure)".contains("secret-word"))
    }

    @Test func `fails when nobody listens`() throws {
        let failure = try #require(throws: MailFailure.self) {
            try mailer("smtp://127.0.0.1:\(SocketServer.unusedPort())").send(try letter())
        }
        #expect(failure.kind == .unreachable)
        #expect(!failure.isPermanent)
    }

    @Test func `needs a server`() throws {
        let mailer = try Mailer(Settings([:]))
        #expect(!mailer.isConfigured)
        let failure = try #require(throws: MailFailure.self) { try mailer.send(try letter()) }
        #expect(failure.kind == .notConfigured)
    }

    @Test(arguments: [
        ["SMTP_URL": "http://mail"], ["SMTP_URL": "smtp://ann:word@mail"],
        ["MAIL_FROM": "nobody"], ["SMTP_URL": "smtp://mail", "SMTP_STARTTLS": "perhaps"],
    ])
    func `has settings that are checked at the start`(_ environment: [String: String]) {
        #expect(!Settings(environment).problems(with: Mailer.settings).isEmpty)
    }

    private func letter(subject: String = "News") throws -> Mail {
        Mail(
            to: [
                try #require(MailAddress("ann@example.com")),
                try #require(MailAddress("bob@example.com", name: "Böb")),
            ],
            subject: subject,
            text: "Hello"
        )
    }

    private func mailer(_ url: String, _ more: [String: String] = [:]) throws -> Mailer {
        let settings = ["SMTP_URL": url, "MAIL_FROM": "\"Alerts, Inc.\" <alerts@example.com>"]
        return try Mailer(Settings(settings.merging(more) { $1 }))
    }
}
