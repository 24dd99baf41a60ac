// A C face for what we need of libphonenumber, which speaks C++ only.

#ifndef CPHONENUMBERS_H
#define CPHONENUMBERS_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum PhoneNumberOutcome {
    PhoneNumberValid,
    PhoneNumberNotANumber,
    PhoneNumberInvalidCountryCode,
    PhoneNumberTooShort,
    PhoneNumberTooLong,
    PhoneNumberInvalidForRegion,
};

/// Capacity that holds every number in E.164 form: plus sign, 17 digits that libphonenumber may
/// form before it refuses them, and the terminating zero.
enum { PhoneNumberCapacity = 24 };

/// Reads what a person typed and writes its E.164 form, terminated by zero.
///
/// The form is also written for PhoneNumberInvalidForRegion, so that the caller can make
/// exceptions; otherwise it is empty. Every C++ exception ends here, as PhoneNumberNotANumber.
/// Safe to call from any thread.
enum PhoneNumberOutcome phone_number_parse(
    const char *text, size_t length, const char *default_region, char e164[PhoneNumberCapacity]);

/// Whether libphonenumber knows numbers of this region, such as "US".
bool phone_number_region_is_known(const char *region);

/// Capacity of a region's two letters and the terminating zero.
enum { PhoneNumberRegionCapacity = 3 };

/// Writes the region of a number in E.164 form, terminated by zero; false where it has none, as
/// satellite phones.
///
/// Regions that share a country code are told apart by their national prefixes; a number that none
/// of them assigns belongs to the main one.
bool phone_number_region(const char *e164, size_t length, char region[PhoneNumberRegionCapacity]);

/// Writes the digits of a number in E.164 form without its country code, terminated by zero; false
/// where it is no number.
bool phone_number_national_digits(const char *e164, size_t length, char digits[PhoneNumberCapacity]);

#ifdef __cplusplus
}
#endif

#endif
