// Nothing but a header of the compiler: what flintls cannot help.
#include <array>
