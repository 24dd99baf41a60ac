// cjose, which verifies signed JSON (RFC 7515) by keys in JSON (RFC 7517).

#ifndef CJOSE_SHIM_H
#define CJOSE_SHIM_H

#include <cjose/cjose.h>

#endif
