#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

// The header's type checks work on options known at compile time; here each wrapper fixes the type.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// Every wrapper exists for one reason: curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are
// variadic, and Swift cannot call variadic C functions. There is one wrapper for each C type that is
// passed, not one for each option.

/// Options that take a number or a switch: variadic in C.
static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

/// Options that take a 64-bit size: variadic in C, and `curl_off_t` is not `long` everywhere.
static inline CURLcode ccurl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

/// Options that take text, which libcurl copies: variadic in C.
static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

/// Options that take a pointer which must outlive the transfer: variadic in C.
static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

/// The header list, which must outlive the transfer: variadic in C.
static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

/// Read, write and header callbacks share this C type; variadic in C.
typedef size_t (*ccurl_data_callback)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode ccurl_set_callback(
    CURL *handle, CURLoption option, ccurl_data_callback callback
) {
    return curl_easy_setopt(handle, option, callback);
}

/// The callback that rewinds a request body: a C type of its own; variadic in C.
static inline CURLcode ccurl_set_seek(CURL *handle, curl_seek_callback callback) {
    return curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, callback);
}

/// The callback that makes a connection's socket: a C type of its own; variadic in C.
static inline CURLcode ccurl_set_opensocket(CURL *handle, curl_opensocket_callback callback) {
    return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, callback);
}

/// The callback before a request is written: a C type of its own; variadic in C.
static inline CURLcode ccurl_set_prereq(CURL *handle, curl_prereq_callback callback) {
    return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, callback);
}

/// The whole address: the member is declared shorter than what libcurl keeps there.
static inline const struct sockaddr *ccurl_address(const struct curl_sockaddr *address) {
    return &address->addr;
}

/// Facts given as `long`: variadic in C.
static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

/// Facts given as a 64-bit number: variadic in C.
static inline CURLcode ccurl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

/// Limits of a multi handle: variadic in C.
static inline CURLMcode ccurl_multi_set_long(CURLM *handle, CURLMoption option, long value) {
    return curl_multi_setopt(handle, option, value);
}

/// `CURL_GLOBAL_DEFAULT` is a macro of an expression, which Swift does not import.
static inline CURLcode ccurl_global_prepare(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

/// What a read callback returns to give up: a macro Swift does not import.
static inline size_t ccurl_read_abort(void) { return CURL_READFUNC_ABORT; }

#endif
