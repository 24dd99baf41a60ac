/// What the customer's page says in one language.
///
/// Neutral throughout: nothing on it depends on the stars that are given, or wishes for more of them.
struct Words: Sendable {
    /// The primary subtag of BCP 47.
    let language: String
    var isRightToLeft = false
    let question: @Sendable (_ dealership: String) -> String
    let stars: @Sendable (_ count: Int) -> String
    let worst: String
    let best: String
    let more: String
    let optional: String
    let send: String
    let chooseStars: String
    let thanks: String
    let received: @Sendable (_ business: String) -> String
    let youSaid: String
    let change: String
    let reviews: String
    let reviewsIntroduction: @Sendable (_ business: String) -> String
    let reviewOn: @Sendable (_ platform: String) -> String
    let closed: String
    let closedText: String
    let privacy: @Sendable (_ business: String) -> String
    let stop: String
    let stopQuestion: String
    let stopText: @Sendable (_ business: String) -> String
    let stopConfirm: String
    let back: String
    let stopped: String
    let stoppedText: @Sendable (_ business: String) -> String
}

extension Words {
    /// The words of a language; English for one that is not here.
    static func of(_ language: String) -> Words {
        let tag = language.lowercased().prefix { $0 != "-" }
        return all.first { $0.language == tag } ?? english
    }

    static let all = [english, spanish, french, german, arabic]

    private static let english = Words(
        language: "en",
        question: { "How was your visit to \($0)?" },
        stars: { $0 == 1 ? "1 star of 5" : "\($0) stars of 5" },
        worst: "Very poor",
        best: "Excellent",
        more: "Would you like to tell us more?",
        optional: "optional",
        send: "Send",
        chooseStars: "Please choose from 1 to 5 stars.",
        thanks: "Thank you!",
        received: { "\($0) has received your answer." },
        youSaid: "Your answer",
        change: "Change my answer",
        reviews: "Leave a public review",
        reviewsIntroduction: { "Whatever you think of \($0), you can share it here:" },
        reviewOn: { "Review on \($0)" },
        closed: "This page is closed",
        closedText: "The time to answer is over.",
        privacy: { "Your answer goes to \($0)." },
        stop: "No more text messages",
        stopQuestion: "No more text messages?",
        stopText: { "\($0) will not write to your number again." },
        stopConfirm: "Yes, stop the messages",
        back: "Back",
        stopped: "You will get no more messages",
        stoppedText: {
            "\($0) does not write to your number any more. Text START to the number that wrote to "
                + "you to take this back."
        }
    )

    private static let spanish = Words(
        language: "es",
        question: { "¿Cómo fue su visita a \($0)?" },
        stars: { $0 == 1 ? "1 estrella de 5" : "\($0) estrellas de 5" },
        worst: "Muy mala",
        best: "Excelente",
        more: "¿Quiere contarnos algo más?",
        optional: "opcional",
        send: "Enviar",
        chooseStars: "Elija de 1 a 5 estrellas.",
        thanks: "¡Gracias!",
        received: { "\($0) ha recibido su respuesta." },
        youSaid: "Su respuesta",
        change: "Cambiar mi respuesta",
        reviews: "Publicar una reseña",
        reviewsIntroduction: { "Sea cual sea su opinión de \($0), puede compartirla aquí:" },
        reviewOn: { "Opinar en \($0)" },
        closed: "Esta página está cerrada",
        closedText: "El plazo para responder ha terminado.",
        privacy: { "Su respuesta la recibe \($0)." },
        stop: "No recibir más mensajes",
        stopQuestion: "¿No recibir más mensajes?",
        stopText: { "\($0) no volverá a escribir a su número." },
        stopConfirm: "Sí, no quiero más mensajes",
        back: "Volver",
        stopped: "No recibirá más mensajes",
        stoppedText: {
            "\($0) ya no escribe a su número. Para deshacerlo, envíe START al número que le escribió."
        }
    )

    private static let french = Words(
        language: "fr",
        question: { "Comment s’est passée votre visite chez \($0) ?" },
        stars: { $0 == 1 ? "1 étoile sur 5" : "\($0) étoiles sur 5" },
        worst: "Très mauvaise",
        best: "Excellente",
        more: "Souhaitez-vous nous en dire plus ?",
        optional: "facultatif",
        send: "Envoyer",
        chooseStars: "Choisissez de 1 à 5 étoiles.",
        thanks: "Merci !",
        received: { "\($0) a reçu votre réponse." },
        youSaid: "Votre réponse",
        change: "Modifier ma réponse",
        reviews: "Publier un avis",
        reviewsIntroduction: { "Quel que soit votre avis sur \($0), vous pouvez le publier ici :" },
        reviewOn: { "Donner un avis sur \($0)" },
        closed: "Cette page est fermée",
        closedText: "Le délai pour répondre est écoulé.",
        privacy: { "Votre réponse est transmise à \($0)." },
        stop: "Ne plus recevoir de messages",
        stopQuestion: "Ne plus recevoir de messages ?",
        stopText: { "\($0) n’écrira plus à votre numéro." },
        stopConfirm: "Oui, arrêter les messages",
        back: "Retour",
        stopped: "Vous ne recevrez plus de messages",
        stoppedText: {
            "\($0) n’écrit plus à votre numéro. Pour annuler, envoyez START au numéro qui vous a écrit."
        }
    )

    private static let german = Words(
        language: "de",
        question: { "Wie war Ihr Besuch bei \($0)?" },
        stars: { $0 == 1 ? "1 Stern von 5" : "\($0) Sterne von 5" },
        worst: "Sehr schlecht",
        best: "Ausgezeichnet",
        more: "Möchten Sie uns mehr dazu sagen?",
        optional: "freiwillig",
        send: "Senden",
        chooseStars: "Bitte wählen Sie 1 bis 5 Sterne.",
        thanks: "Vielen Dank!",
        received: { "\($0) hat Ihre Antwort erhalten." },
        youSaid: "Ihre Antwort",
        change: "Antwort ändern",
        reviews: "Öffentlich bewerten",
        reviewsIntroduction: { "Was auch immer Sie von \($0) halten, hier können Sie es teilen:" },
        reviewOn: { "Auf \($0) bewerten" },
        closed: "Diese Seite ist geschlossen",
        closedText: "Die Zeit zum Antworten ist vorbei.",
        privacy: { "Ihre Antwort geht an \($0)." },
        stop: "Keine Nachrichten mehr",
        stopQuestion: "Keine Nachrichten mehr?",
        stopText: { "\($0) schreibt Ihrer Nummer dann nicht mehr." },
        stopConfirm: "Ja, keine Nachrichten mehr",
        back: "Zurück",
        stopped: "Sie erhalten keine Nachrichten mehr",
        stoppedText: {
            "\($0) schreibt Ihrer Nummer nicht mehr. Mit START an die Nummer, die Ihnen schrieb, "
                + "nehmen Sie das zurück."
        }
    )

    private static let arabic = Words(
        language: "ar",
        isRightToLeft: true,
        question: { "كيف كانت زيارتك إلى \($0)؟" },
        stars: { "\($0) من 5 نجوم" },
        worst: "سيئة جدًا",
        best: "ممتازة",
        more: "هل تود أن تخبرنا بالمزيد؟",
        optional: "اختياري",
        send: "إرسال",
        chooseStars: "يرجى اختيار من نجمة إلى 5 نجوم.",
        thanks: "شكرًا لك!",
        received: { "استلمت \($0) إجابتك." },
        youSaid: "إجابتك",
        change: "تغيير إجابتي",
        reviews: "نشر تقييم عام",
        reviewsIntroduction: { "مهما كان رأيك في \($0)، يمكنك مشاركته هنا:" },
        reviewOn: { "التقييم على \($0)" },
        closed: "هذه الصفحة مغلقة",
        closedText: "انتهى وقت الإجابة.",
        privacy: { "تصل إجابتك إلى \($0)." },
        stop: "إيقاف الرسائل النصية",
        stopQuestion: "إيقاف الرسائل النصية؟",
        stopText: { "لن ترسل \($0) رسائل إلى رقمك بعد الآن." },
        stopConfirm: "نعم، أوقفوا الرسائل",
        back: "رجوع",
        stopped: "لن تصلك رسائل أخرى",
        stoppedText: { "لم تعد \($0) ترسل إلى رقمك. للتراجع أرسل START إلى الرقم الذي راسلك." }
    )
}
