// libpq imports as it is: nothing of what we call is variadic.
#include <libpq-fe.h>
