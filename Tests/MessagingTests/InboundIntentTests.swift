import Messaging
import Testing

@Suite struct `An inbound message` {
    @Test(arguments: [
        "STOP", "stop", " Stop. ", "\"STOP\"", "(stop)", "*stop*", "S\u{200B}TOP", "STOP\n", "ＳＴＯＰ",
        "stop\u{FE0F}", "‘stop’", "QUIT", "end", "Revoke", "opt out", "OPT   OUT", "opt-out",
        "OptOut", "cancel", "unsubscribe", "stopall", "Stop All", "remove", "TD", "arret", "Arrêt",
        "ARRE\u{302}T", "baja", "parar", "cancelar", "stopp", "abmelden", "desabo", "sair",
        "annulla", "STOP please", "please stop", "Stop texting me!", "Please stop texting me.",
        "stop stop stop", "Don't text me", "Don’t text me", "no more", "take me off your list",
        "Remove me please", "STOP, thanks", "stop sending me texts",
    ]) func `asks to stop`(text: String) {
        guard case .stop = InboundIntent(text) else {
            Issue.record("\(text) is \(InboundIntent(text))")
            return
        }
    }

    @Test(arguments: [
        "Stop by at 5", "I will stop by tomorrow", "can you stop the car wash subscription",
        "stop 123", "I never signed up for this", "this is spam", "You should unsubscribe me, sir",
        "I am not interested",
    ]) func `may mean to stop, which a person reads`(text: String) {
        guard case .review = InboundIntent(text) else {
            Issue.record("\(text) is \(InboundIntent(text))")
            return
        }
    }

    @Test(arguments: [
        "Great service!", "Cancel my appointment", "The end was good", "Yes", "1", "", "   ", "👍",
        "We remove snow", "What are your hours?", "nonstop fun", "Ending on Friday",
    ]) func `is just conversation`(text: String) {
        #expect(InboundIntent(text) == .conversation)
    }

    @Test(arguments: [
        ("START", InboundIntent.start("START")), ("unstop", .start("UNSTOP")),
        ("Help!", .help("HELP")), ("info", .help("INFO")), ("aide", .help("AIDE")),
        ("Sorry, wrong number", .wrongNumber("WRONG NUMBER")),
        ("You've got the wrong guy", .wrongNumber("GOT THE WRONG")),
        ("wrong number, stop texting", .wrongNumber("WRONG NUMBER")),
        ("Número equivocado", .wrongNumber("NÚMERO EQUIVOCADO")),
    ]) func `asks for something else`(text: String, intent: InboundIntent) {
        #expect(InboundIntent(text) == intent)
    }

    @Test func `means what the provider understood`() {
        #expect(InboundIntent("Yes", optOutType: "START") == .start("YES"))
        #expect(InboundIntent("banana", optOutType: "STOP") == .stop("BANANA"))
        #expect(InboundIntent("stop", optOutType: "HELP") == .help("STOP"))
        #expect(InboundIntent("hello", optOutType: "OTHER") == .conversation)
    }
}
