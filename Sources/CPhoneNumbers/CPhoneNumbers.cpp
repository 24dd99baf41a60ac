#include "CPhoneNumbers.h"

#include <cstring>
#include <set>
#include <string>

#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

PhoneNumberOutcome outcome_of(PhoneNumberUtil::ErrorType error) {
    switch (error) {
    case PhoneNumberUtil::NO_PARSING_ERROR: return PhoneNumberValid;
    case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR: return PhoneNumberInvalidCountryCode;
    case PhoneNumberUtil::NOT_A_NUMBER: return PhoneNumberNotANumber;
    case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
    case PhoneNumberUtil::TOO_SHORT_NSN: return PhoneNumberTooShort;
    case PhoneNumberUtil::TOO_LONG_NSN: return PhoneNumberTooLong;
    }
    return PhoneNumberNotANumber;
}

PhoneNumberOutcome outcome_of(PhoneNumberUtil::ValidationResult result) {
    switch (result) {
    case PhoneNumberUtil::IS_POSSIBLE: return PhoneNumberValid;
    case PhoneNumberUtil::INVALID_COUNTRY_CODE: return PhoneNumberInvalidCountryCode;
    // A local number lacks its area code, so it cannot be reached from outside.
    case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
    case PhoneNumberUtil::TOO_SHORT: return PhoneNumberTooShort;
    case PhoneNumberUtil::INVALID_LENGTH: return PhoneNumberInvalidForRegion;
    case PhoneNumberUtil::TOO_LONG: return PhoneNumberTooLong;
    }
    return PhoneNumberNotANumber;
}

} // namespace

PhoneNumberOutcome phone_number_parse(
    const char *text, size_t length, const char *default_region, char e164[PhoneNumberCapacity]) try {
    e164[0] = '\0';
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();

    PhoneNumber number;
    const auto parsed = outcome_of(util.Parse(std::string(text, length), default_region, &number));
    if (parsed != PhoneNumberValid) { return parsed; }
    const auto possible = outcome_of(util.IsPossibleNumberWithReason(number));
    if (possible != PhoneNumberValid) { return possible; }

    std::string formatted;
    util.Format(number, PhoneNumberUtil::E164, &formatted);
    if (formatted.size() >= PhoneNumberCapacity) { return PhoneNumberTooLong; }
    std::memcpy(e164, formatted.c_str(), formatted.size() + 1);
    return util.IsValidNumber(number) ? PhoneNumberValid : PhoneNumberInvalidForRegion;
} catch (...) {
    e164[0] = '\0';
    return PhoneNumberNotANumber;
}

bool phone_number_region_is_known(const char *region) try {
    std::set<std::string> regions;
    PhoneNumberUtil::GetInstance()->GetSupportedRegions(&regions);
    return regions.count(region) > 0;
} catch (...) {
    return false;
}
