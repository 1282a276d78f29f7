// Any bytes as a client's tickets in flash: all of them or none, and what was read is written and read again as it was.
#include <array>
#include <cstdint>
#include <vector>

#include "fuzz/lenient.hpp"
#include "support/default_policy.hpp"

#include "flintls/ticket/archive.hpp"

namespace {

using namespace flintls;
using lenient::require;

struct with_clock : policy_of<options{.max_ticket = 64, .ticket_slots = 3}, test::default_policy> {};
struct without_clock : policy_of<test::with<with_clock>([](auto& o) { o.has_clock = false; }), with_clock> {};

/// Around the tickets, which are the input, what makes an archive of them: the policy's header, and a nonce and a tag that
/// authenticate.
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
            require(slot->ticket().size() <= P::max_ticket, "a ticket fits its slot");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    lenient::lab lab;
    lenient::here = &lab;
    lenient::bytes const text{data, data + size};
    try_archive<with_clock>(text);
    try_archive<without_clock>(text);

    ticket_store<with_clock> store; // an image as it is: no checksum comes out right by chance
    static_cast<void>(load_unprotected(store, byte_view{text}));
    return 0;
}
