// Loads any bytes as the ticket archive of a client. The archive is loaded as a whole or not at all, and a loaded store
// survives save and load unchanged.
#include <array>
#include <cstdint>
#include <vector>

#include "fuzz/lenient.hpp"
#include "support/default_policy.hpp"

#include "flintls/ticket/archive.hpp"

namespace {

using namespace flintls;
using lenient::require;

struct with_clock
    : policy_of<options{.max_ticket = 64, .ticket_slots = 3, .tickets_per_name = 2}, test::default_policy> {
    using versions = version_list<protocol_version::tls_1_3, protocol_version::tls_1_2>;
    using suites = suite_list<cipher_suite::aes_128_gcm_sha256, cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256,
                              cipher_suite::ecdhe_rsa_with_aes_128_gcm_sha256>;
};
struct without_clock : policy_of<test::with<with_clock>([](auto& o) { o.has_clock = false; }), with_clock> {};

/// Makes an archive of the input: the policy's header, a nonce, the input as the tickets, and a valid tag.
template <class P> void try_archive(lenient::bytes const& text) {
    using archive = ticket_archive<P, lenient::aes_128_gcm, lenient::random>;
    lenient::aes_128_gcm::key device_key;
    device_key.make();
    auto const save = [&](ticket_store<P> const& store) {
        std::array<std::uint8_t, archive::max_size> out{};
        byte_view made;
        archive op;
        require(op.save(store, device_key, out, made) == crypto_status::done, "a store can be saved");
        return lenient::bytes{made.begin(), made.end()};
    };
    auto const load = [&](ticket_store<P>& store, lenient::bytes sealed) {
        archive op;
        bool const good = op.load(store, device_key, sealed) == crypto_status::done;
        require(good || store.size() == 0, "of an archive that is refused nothing is kept");
        return good;
    };
    constexpr std::size_t text_at = 4 + 12;
    ticket_store<P> empty;
    lenient::bytes sealed = save(empty);
    sealed.resize(text_at);
    for (std::uint8_t const each : text) sealed.push_back(lenient::encrypted(each));
    sealed.insert(sealed.end(), 16, 0x99);

    ticket_store<P> store;
    if (!load(store, sealed)) return;
    lenient::bytes const again = save(store);
    ticket_store<P> copy;
    require(load(copy, again) && copy.size() == store.size(), "what was read is written so that it can be read");
    lenient::bytes const third = save(copy);
    require(again.size() == third.size() && std::equal(again.begin() + text_at, again.end(), third.begin() + text_at),
            "and is then the same");

    std::array<std::uint8_t, max_unprotected_size<P>> image{};
    byte_view const plain = save_unprotected(store, std::span<std::uint8_t, max_unprotected_size<P>>{image});
    ticket_store<P> woken;
    require(load_unprotected(woken, plain) && woken.size() == store.size(),
            "RAM that keeps its content keeps the tickets");
    for (std::uint32_t const now : {0U, 1'000'000U, 0xffff'ffffU}) {
        ticket_handle const h = store.take(name_digest{}, now);
        if (auto const* const slot = store.find(h))
            require(slot->ticket().size() <= P::max_ticket && slot->state.version == protocol_version::tls_1_2,
                    "a ticket fits its slot, and its version");
        if (ticket_handle const modern = store.take_tls_1_3(name_digest{}, now)) {
            auto const* const slot = store.find(modern);
            require(slot->ticket().size() <= P::max_ticket && slot->state.version == protocol_version::tls_1_3,
                    "a ticket fits its slot, and its version");
            store.use_up(modern);
            require(store.take_tls_1_3(name_digest{}, now) != modern, "a ticket of TLS 1.3 is given out once");
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    lenient::lab lab;
    lenient::here = &lab;
    lenient::bytes const text{data, data + size};
    try_archive<with_clock>(text);
    try_archive<without_clock>(text);

    ticket_store<with_clock> store; // the raw image; a checksum is never right by chance
    static_cast<void>(load_unprotected(store, byte_view{text}));
    return 0;
}
