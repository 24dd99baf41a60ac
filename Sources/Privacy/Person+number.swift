package import Messaging
import PhoneNumbers
package import Store

extension PersonalData.Person {
    /// The customer who has a number.
    package init(_ number: E164) {
        self.init(number, nationalDigits: PhoneNumberParser.nationalDigits(of: number))
    }
}
