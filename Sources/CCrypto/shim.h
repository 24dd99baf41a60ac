// OpenSSL's libcrypto: digests, HMAC, AES-GCM, comparison in constant time.

#ifndef CCRYPTO_SHIM_H
#define CCRYPTO_SHIM_H

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#endif
