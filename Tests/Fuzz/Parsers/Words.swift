import Crypto
import Messaging
import Statistics
import Web

/// Single values: keys, tokens, amounts, days, codings.
func takeWords(_ bytes: [UInt8]) {
    let text = text(bytes)
    _ = (APIKey(text), Token(text), RecoveryCode(text))
    if let decoded = Base64.decode(text) {
        expect(
            Base64.encode(decoded).utf8.count >= decoded.count,
            "Base64 is longer than its bytes"
        )
    }
    expect(Base64.decode(Base64.encode(bytes)) == bytes, "Base64 comes back")
    expect(Base64.decodeURLSafe(Base64.encodeURLSafe(bytes)) == bytes, "Base64 for URLs comes back")
    expect(Hex.decode(Hex.encode(bytes)) == bytes, "hexadecimals come back")
    if let money = try? Money(decimal: text, currency: .usd) {
        let again = try? Money(decimal: money.decimal, currency: .usd)
        expect(again == money, "an amount reads as it is written")
    }
    if let day = CalendarDay(text) {
        expect(CalendarDay(day.description) == day, "a day reads as it is written")
    }
    expect(!HTML.text(text).written.contains("<"), "text is no HTML")
}
