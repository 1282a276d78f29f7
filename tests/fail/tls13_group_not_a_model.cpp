// A group whose model has no size of the server's share.
// expect: flintls: one of more_groups of the policy's crypto is neither a key_agreement nor a key_encapsulation
// control: -DCONTROL
#include "support_groups.hpp"

struct unlike {
    static constexpr auto group = brings::hybrid::group;
    static constexpr std::uint32_t client_share_size = 1216, secret_size = 64;
    using key = brings::hybrid::key;
    void reset();
};
struct other : whole::crypto {
#ifdef CONTROL
    using more_groups = flintls::group_models<brings::hybrid>;
#else
    using more_groups = flintls::group_models<unlike>;
#endif
};
struct product : brings::policy<> {
    using crypto = other;
};
std::size_t size() { return sizeof(brings::client<product>); }
