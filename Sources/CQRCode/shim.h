// libqrencode, which draws QR codes (ISO/IEC 18004).

#ifndef CQRCODE_SHIM_H
#define CQRCODE_SHIM_H

#include <qrencode.h>

#endif
