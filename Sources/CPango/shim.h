#ifndef CPANGO_SHIM_H
#define CPANGO_SHIM_H

// Nothing is wrapped: neither cairo nor the part of pango that is used here is variadic.
#include <cairo.h>
#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#endif
