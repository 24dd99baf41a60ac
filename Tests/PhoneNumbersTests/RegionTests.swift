import Messaging
import PhoneNumbers
import Testing

@Suite struct `The country of a number` {
    @Test(arguments: [
        ("+14155172054", "US"), ("+14165550123", "CA"), ("+18765550123", "JM"),
        ("+15005550006", "US"), ("+447400123456", "GB"), ("+447781123456", "GG"),
        ("+79161234567", "RU"), ("+77011234567", "KZ"), ("+4915112345678", "DE"),
        ("+61412345678", "AU"), ("+262692123456", "RE"), ("+35818123456", "AX"),
        ("+59996123456", "CW"),
    ])
    func `is told also where countries share a code`(_ number: String, _ country: String) throws {
        #expect(PhoneNumberParser.region(of: try E164(number)) == country)
    }

    @Test(arguments: ["+870773111632", "+99912345678"])
    func `is unknown where there is none`(_ number: String) throws {
        #expect(PhoneNumberParser.region(of: try E164(number)) == nil)
    }
}
