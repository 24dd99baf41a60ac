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

// A North American number in E.164 form, the most frequent kind, is taken apart here: what Parse makes
// of it is the same, but Parse takes some 30 microseconds, most of a request's decoding.
bool take_north_american(const std::string &text, PhoneNumber &number) {
    if (text.size() != 12 || text.compare(0, 2, "+1") != 0 || text[2] < '2') { return false; }
    uint64_t national = 0;
    for (size_t index = 2; index < text.size(); index++) {
        if (text[index] < '0' || text[index] > '9') { return false; }
        national = national * 10 + (text[index] - '0');
    }
    number.set_country_code(1);
    number.set_national_number(national);
    return true;
}

// IsValidNumber first looks for the number's region among all of its country code; the main region,
// which it tries first, is most often the one.
bool is_valid(const PhoneNumberUtil &util, const PhoneNumber &number) {
    std::string region;
    util.GetRegionCodeForCountryCode(number.country_code(), &region);
    return util.IsValidNumberForRegion(number, region) || util.IsValidNumber(number);
}

} // namespace

PhoneNumberOutcome phone_number_parse(
    const char *text, size_t length, const char *default_region, char e164[PhoneNumberCapacity]) try {
    e164[0] = '\0';
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();

    PhoneNumber number;
    const std::string written(text, length);
    if (!take_north_american(written, number)) {
        const auto parsed = outcome_of(util.Parse(written, default_region, &number));
        if (parsed != PhoneNumberValid) { return parsed; }
    }
    const auto possible = outcome_of(util.IsPossibleNumberWithReason(number));
    if (possible != PhoneNumberValid) { return possible; }

    std::string formatted;
    util.Format(number, PhoneNumberUtil::E164, &formatted);
    if (formatted.size() >= PhoneNumberCapacity) { return PhoneNumberTooLong; }
    std::memcpy(e164, formatted.c_str(), formatted.size() + 1);
    return is_valid(util, number) ? PhoneNumberValid : PhoneNumberInvalidForRegion;
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

bool phone_number_region(const char *e164, size_t length, char region[PhoneNumberRegionCapacity]) try {
    region[0] = '\0';
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    const std::string written(e164, length);
    if (!take_north_american(written, number)
        && util.Parse(written, "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR) {
        return false;
    }
    std::string found;
    util.GetRegionCodeForNumber(number, &found);
    // Numbers that no region assigns: the main region of the country code is the best answer.
    if (found == "ZZ") { util.GetRegionCodeForCountryCode(number.country_code(), &found); }
    if (found.size() != 2 || found == "ZZ") { return false; }
    std::memcpy(region, found.c_str(), PhoneNumberRegionCapacity);
    return true;
} catch (...) {
    region[0] = '\0';
    return false;
}

bool phone_number_national_digits(const char *e164, size_t length, char digits[PhoneNumberCapacity]) try {
    digits[0] = '\0';
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    const std::string written(e164, length);
    if (!take_north_american(written, number)
        && util.Parse(written, "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR) {
        return false;
    }
    std::string found;
    util.GetNationalSignificantNumber(number, &found);
    if (found.empty() || found.size() >= PhoneNumberCapacity) { return false; }
    std::memcpy(digits, found.c_str(), found.size() + 1);
    return true;
} catch (...) {
    digits[0] = '\0';
    return false;
}
