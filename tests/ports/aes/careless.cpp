// An image that misuses a peripheral and does not ask whether it did: the model's exit code says it.
#include "st_registers.hpp"

int main() {
    flintls::st::l4::unit::write(flintls::io::word<flintls::st::dinr>{1}); // without EN
    return 0;
}
