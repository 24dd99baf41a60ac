// The words, in capitals and without apostrophes. Sources: 47 CFR 64.1200(a)(10), the keyword lists of
// Twilio, Telnyx and AWS, and what people write instead.

extension InboundIntent {
    /// Whole texts that are an opt-out.
    static let stopTexts: Set<String> = [
        // The FCC's list.
        "STOP", "QUIT", "END", "REVOKE", "OPT OUT", "CANCEL", "UNSUBSCRIBE",
        // The carriers'.
        "STOPALL", "STOP ALL", "OPTOUT", "OPT-OUT", "REMOVE", "TD",
        // French, Spanish, German, Portuguese, Italian, Dutch, Swedish, Polish.
        "ARRET", "ARRÊT", "ARRETER", "ARRÊTER", "DESABO", "DÉSABO", "DESABONNER",
        "BAJA", "PARAR", "CANCELAR", "DETENER", "ALTO",
        "STOPP", "ABMELDEN", "ABBESTELLEN", "SAIR", "CANCELAR TUDO", "ANNULLA", "FERMA",
        "AFMELDEN", "UITSCHRIJVEN", "AVSLUTA", "AVREGISTRERA", "REZYGNUJE", "REZYGNUJĘ",
        // Phrases that leave no doubt.
        "STOP IT", "STOP NOW", "STOP THIS", "STOP TEXTING", "STOP TEXTING ME", "STOP MESSAGING ME",
        "STOP SENDING ME MESSAGES", "STOP SENDING ME TEXTS", "STOP SENDING MESSAGES",
        "STOP SENDING TEXTS", "STOP CONTACTING ME", "STOP MESSAGES", "STOP TEXTS", "STOP SMS",
        "DO NOT TEXT", "DO NOT TEXT ME", "DO NOT TEXT ME AGAIN", "DO NOT CONTACT ME",
        "DO NOT CONTACT ME AGAIN", "DO NOT MESSAGE ME", "DONT TEXT ME", "DONT TEXT ME AGAIN",
        "DONT TEXT ME ANYMORE", "DONT CONTACT ME", "DONT MESSAGE ME", "NO MORE", "NO MORE TEXTS",
        "NO MORE MESSAGES", "TAKE ME OFF", "TAKE ME OFF YOUR LIST", "TAKE ME OFF THE LIST",
        "TAKE ME OFF THIS LIST", "REMOVE ME", "REMOVE ME FROM YOUR LIST",
        "REMOVE ME FROM THE LIST", "REMOVE ME FROM THIS LIST", "REMOVE MY NUMBER",
        "DELETE MY NUMBER", "LOSE MY NUMBER", "UNSUBSCRIBE ME", "OPT ME OUT", "LEAVE ME ALONE",
        "I WANT TO OPT OUT", "I WANT TO UNSUBSCRIBE",
    ]

    static let startWords: Set<String> = ["START", "UNSTOP"]
    static let helpWords: Set<String> = [
        "HELP", "INFO", "AIDE", "AYUDA", "HILFE", "AJUDA", "AIUTO",
    ]

    /// Words that begin an opt-out when what follows only adds to them.
    ///
    /// `END` and `CANCEL` are not among them: "cancel my appointment" means something else.
    static let firstWords: Set<String> = [
        "STOP", "STOPP", "STOPALL", "QUIT", "UNSUBSCRIBE", "OPTOUT", "ARRET", "ARRÊT", "BAJA",
    ]

    static let addingWords: Set<String> = [
        "STOP", "ALL", "PLEASE", "PLS", "PLZ", "NOW", "IT", "THIS", "THESE", "THANKS", "THANK",
        "YOU", "TEXTING", "TEXTS", "TEXT", "MESSAGING", "MESSAGES", "MESSAGE", "SMS", "SENDING",
        "CONTACTING", "BOTHERING", "SPAMMING", "SPAM", "ME", "US", "MY", "PHONE", "ALREADY",
        "FOREVER", "IMMEDIATELY", "UNSUBSCRIBE", "AND", "THE", "SVP", "MERCI", "BITTE", "DANKE",
        "GRACIAS", "FAVOR", "POR",
    ]

    static let courtesies: Set<String> = [
        "PLEASE", "PLS", "PLZ", "KINDLY", "HI", "HELLO", "HEY", "THANKS", "THANK", "YOU", "OK",
        "JUST", "BITTE", "SVP",
    ]

    /// Somewhere in a text: the number is not whose we think.
    static let wrongNumberPhrases = [
        "WRONG NUMBER", "WRONG PERSON", "WRONG PHONE", "HAVE THE WRONG", "GOT THE WRONG",
        "NOT MY NAME", "THIS IS NOT HIS NUMBER", "THIS IS NOT HER NUMBER",
        "NO LONGER HAS THIS NUMBER", "NUMERO EQUIVOCADO", "NÚMERO EQUIVOCADO", "FALSCHE NUMMER",
        "MAUVAIS NUMERO", "MAUVAIS NUMÉRO", "NUMERO ERRADO", "NÚMERO ERRADO", "NUMERO SBAGLIATO",
        "VERKEERD NUMMER", "FEL NUMMER",
    ]

    /// Somewhere in a text: a person should read it before anything else is sent.
    static let reviewPhrases = [
        "STOP", "STOPP", "UNSUBSCRIBE", "OPT OUT", "OPTOUT", "OPT ME OUT", "QUIT TEXTING",
        "QUIT MESSAGING", "TAKE ME OFF", "REMOVE ME", "REMOVE MY NUMBER", "DELETE MY NUMBER",
        "LOSE MY NUMBER", "LEAVE ME ALONE", "NO MORE TEXTS", "NO MORE MESSAGES", "NO MORE TEXTING",
        "DO NOT TEXT", "DONT TEXT", "DO NOT CONTACT", "DONT CONTACT", "DO NOT MESSAGE",
        "DONT MESSAGE", "DO NOT CALL", "DONT WANT THESE", "DONT WANT YOUR", "NOT INTERESTED",
        "SPAM", "HARASSMENT", "HARASSING", "MY LAWYER", "REPORT YOU", "TCPA", "DO NOT CALL LIST",
        "NEVER SIGNED UP", "DID NOT SIGN UP", "DIDNT SIGN UP", "NO CONSENT", "DESABONNER",
        "NO MAS MENSAJES", "NO MÁS MENSAJES", "KEINE NACHRICHTEN",
    ]
}
