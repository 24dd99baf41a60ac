import TestSupport

/// A mail server that answers each command as a test says, and else agreeably.
struct ScriptedMailServer {
    let server: SocketServer

    /// `answers` are by the command's first word; `offers` are lines of the answer to EHLO.
    init(answers: [String: String] = [:], offers: [String] = []) {
        server = SocketServer { peer in
            peer.write(answers["greeting"] ?? "220 test ESMTP\r\n")
            while let line = peer.readLine() {
                let word = String(line.prefix { $0 != " " && $0 != ":" }).uppercased()
                if let answer = answers[word] {
                    peer.write(answer)
                } else if word == "EHLO" {
                    peer.write(offers.map { "250-\($0)\r\n" }.joined() + "250 8BITMIME\r\n")
                } else if word == "DATA" {
                    peer.write("354 go on\r\n")
                    while let line = peer.readLine(), line != "." {}
                    peer.write(answers["end"] ?? "250 taken\r\n")
                } else if word == "QUIT" {
                    peer.write("221 bye\r\n")
                    return
                } else {
                    peer.write("250 fine\r\n")
                }
            }
        }
    }

    var url: String { "smtp://127.0.0.1:\(server.port)" }
    var received: String { server.received.joined() }
    func stop() { server.stop() }
}
