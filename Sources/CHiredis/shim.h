// hiredis, the client library of Redis; of its calls those that are not variadic are used.

#ifndef CHIREDIS_SHIM_H
#define CHIREDIS_SHIM_H

#include <hiredis/hiredis.h>

#endif
