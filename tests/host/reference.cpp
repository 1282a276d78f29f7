// Random blocks of extensions against a simple checker.
#include "support/test.hpp"

#include <memory>
#include <random>
#include <set>
#include <vector>

#include "flintls/extension/block.hpp"
#include "flintls/extension/extended_master_secret.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/session_ticket.hpp"
#include "flintls/extension/supported_groups.hpp"

namespace {

using namespace flintls;

struct raw_block {
    extension_view extensions;
    using wire = fields<field<&raw_block::extensions, extension_block<extension_context::client_hello>>>;
};
struct typed_block {
    selection<extension_context::client_hello, server_name, extended_master_secret, supported_groups, session_ticket,
              pre_shared_key>
        extensions;
    using wire = fields<field<&typed_block::extensions, extension_block<extension_context::client_hello>>>;
};

unsigned u16_at(std::vector<std::uint8_t> const& b, std::size_t i) { return b[i] * 256U + b[i + 1]; }

error at(errc what, std::size_t where) { return {what, static_cast<std::uint32_t>(where)}; }

/// The rules one by one, in the order in which a reader applies them.
error reference(std::vector<std::uint8_t> const& b, error (*body)(unsigned type, std::vector<std::uint8_t> const&)) {
    if (b.empty()) return {};
    if (b.size() < 2) return at(errc::truncated, 0);
    std::size_t const end = 2 + u16_at(b, 0);
    if (end > b.size()) return at(errc::truncated, 0);
    std::set<unsigned> seen;
    for (std::size_t i = 2; i != end;) {
        if (end - i < 4) return at(errc::truncated, i);
        unsigned const type = u16_at(b, i);
        std::size_t const size = u16_at(b, i + 2);
        if (size > end - i - 4) return at(errc::truncated, i + 2);
        if (type == 41 && i + 4 + size != end) return at(errc::pre_shared_key_not_last, i);
        if (body != nullptr && type == 48) return at(errc::misplaced_extension, i); // oid_filters
        if (!seen.insert(type).second) return at(errc::duplicate_extension, i);
        if (body != nullptr) {
            std::vector<std::uint8_t> const bytes(b.begin() + static_cast<long>(i) + 4,
                                                  b.begin() + static_cast<long>(i + 4 + size));
            if (error const e = body(type, bytes)) return e.from(static_cast<std::uint32_t>(i + 4));
        }
        i += 4 + size;
    }
    return end == b.size() ? error{} : at(errc::trailing, end);
}

error check_server_name(std::vector<std::uint8_t> const& b) {
    if (b.size() < 2) return at(errc::truncated, 0);
    std::size_t const end = 2 + u16_at(b, 0);
    if (end > b.size()) return at(errc::truncated, 0);
    if (end == 2) return at(errc::bad_length, 0);
    std::set<unsigned> kinds; // RFC 6066 3: one name of each
    for (std::size_t i = 2; i != end;) {
        unsigned const kind = b[i];
        i += 1;
        if (end - i < 2 || u16_at(b, i) > end - i - 2) return at(errc::truncated, i);
        if (u16_at(b, i) == 0 && kind == 0) return at(errc::bad_length, i);
        if (!kinds.insert(kind).second) return at(errc::forbidden_value, i - 1);
        i += 2 + u16_at(b, i);
    }
    return end == b.size() ? error{} : at(errc::trailing, end);
}
error check_groups(std::vector<std::uint8_t> const& b) {
    if (b.size() < 2) return at(errc::truncated, 0);
    unsigned const size = u16_at(b, 0);
    if (size + 2 > b.size()) return at(errc::truncated, 0);
    if (size == 0 || size % 2 != 0) return at(errc::bad_length, 0);
    return size + 2 == b.size() ? error{} : at(errc::trailing, size + 2);
}
error check_keys(std::vector<std::uint8_t> const& b) {
    if (b.size() < 2) return at(errc::truncated, 0);
    std::size_t const end = 2 + u16_at(b, 0);
    if (end > b.size()) return at(errc::truncated, 0);
    if (end < 9) return at(errc::bad_length, 0);
    for (std::size_t i = 2; i != end;) {
        if (end - i < 2 || u16_at(b, i) > end - i - 2) return at(errc::truncated, i);
        if (u16_at(b, i) == 0) return at(errc::bad_length, i);
        i += 2 + u16_at(b, i);
        if (end - i < 4) return at(errc::truncated, i);
        i += 4;
    }
    if (b.size() - end < 2) return at(errc::truncated, end);
    std::size_t const stop = end + 2 + u16_at(b, end);
    if (stop > b.size()) return at(errc::truncated, end);
    if (stop < end + 2 + 33) return at(errc::bad_length, end);
    for (std::size_t i = end + 2; i != stop; i += 1U + b[i]) {
        if (b[i] > stop - i - 1) return at(errc::truncated, i);
        if (b[i] < 32) return at(errc::bad_length, i);
    }
    return stop == b.size() ? error{} : at(errc::trailing, stop);
}
error check_body(unsigned type, std::vector<std::uint8_t> const& b) {
    if (type == 0) return check_server_name(b);
    if (type == 10) return check_groups(b);
    if (type == 41) return check_keys(b);
    if (type == 23 && !b.empty()) return at(errc::trailing, 0);
    return {};
}

struct generator {
    std::mt19937 random{20100810};

    unsigned below(unsigned limit) { return static_cast<unsigned>(random() % limit); }
    std::vector<std::uint8_t> good_body(unsigned type) {
        if (type == 0) return {0, 6, 0, 0, 3, 'a', '.', 'b'};
        if (type == 10) return {0, 4, 0, 29, 0, 23};
        if (type == 23) return {};
        std::vector<std::uint8_t> body;
        if (type == 41) {
            body = {0, 7, 0, 1, 9, 0, 0, 0, 0, 0, 33, 32};
            body.resize(12 + 32);
        } else {
            body.resize(below(6));
        }
        return body;
    }
    unsigned type(unsigned spread) {
        constexpr unsigned usual[] = {0, 10, 23, 35, 43, 48, 0x0a0a, 0x1a1a, 0xff01};
        unsigned const kind = below(8);
        if (kind == 0) return usual[below(9)];
        return kind == 1 ? below(0x1'0000) : 0x2000 + below(spread) * (kind == 2 ? 0x100 : 1);
    }
    std::vector<std::uint8_t> block() {
        std::vector<std::uint8_t> b{0, 0};
        unsigned const count = below(below(4) == 0 ? 150 : 12);
        unsigned const spread = below(3) == 0 ? 20 : 20000; // few types: more repetitions
        bool const key = below(3) == 0;
        for (unsigned i = 0; i <= count; ++i) {
            unsigned const t = i == count && key ? 41 : type(spread);
            auto const body = good_body(t);
            b.insert(b.end(), {static_cast<std::uint8_t>(t >> 8U), static_cast<std::uint8_t>(t), 0,
                               static_cast<std::uint8_t>(body.size())});
            b.insert(b.end(), body.begin(), body.end());
        }
        b[0] = static_cast<std::uint8_t>((b.size() - 2) >> 8U);
        b[1] = static_cast<std::uint8_t>(b.size() - 2);
        mutate(b);
        return b;
    }
    void mutate(std::vector<std::uint8_t>& b) {
        for (unsigned n = below(3); n != 0 && !b.empty(); --n) {
            unsigned const where = below(static_cast<unsigned>(b.size()));
            switch (below(4)) {
            case 0: b[where] = static_cast<std::uint8_t>(below(256)); break;
            case 1: b[where] = static_cast<std::uint8_t>(b[where] + (below(2) == 0 ? 1 : 255)); break;
            case 2: b.resize(where); break;
            default: b.insert(b.begin() + where, static_cast<std::uint8_t>(below(3))); break;
            }
        }
    }
};

template <class Block> error outcome(std::vector<std::uint8_t> const& b) {
    auto const exact = std::make_unique<std::uint8_t[]>(b.size());
    std::copy(b.begin(), b.end(), exact.get());
    Block m{};
    return parse(byte_view{exact.get(), static_cast<std::uint32_t>(b.size())}, m);
}

} // namespace

TEST_CASE("views and selections agree with a simple checker about 200,000 random blocks") {
    generator g;
    std::set<std::uint32_t> kinds;
    unsigned accepted = 0;
    for (unsigned i = 0; i < 200'000; ++i) {
        CAPTURE(i);
        auto const b = g.block();
        error const raw = reference(b, nullptr);
        error const typed = reference(b, check_body);
        REQUIRE(outcome<raw_block>(b).code() == raw.code());
        REQUIRE(outcome<typed_block>(b).code() == typed.code());
        kinds.insert(typed.code() >> 24U);
        accepted += typed ? 0U : 1U;
    }
    // The blocks cover all kinds: valid ones, and every fault.
    CHECK(accepted > 10'000);
    CHECK(kinds == std::set<std::uint32_t>{0, 1, 2, 3, 16, 17, 18});
}

TEST_CASE("two types are told apart, whichever they are") {
    std::vector<std::uint8_t> b{0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    for (unsigned const first : {0x4444U, 0x0a0aU, 0xff01U, 0xffffU, 35U, 1U}) {
        for (unsigned second = 0; second < 0x1'0000; ++second) {
            for (unsigned const place : {2U, 10U}) {
                b[place] = static_cast<std::uint8_t>(first >> 8U);
                b[place + 1] = static_cast<std::uint8_t>(first);
            }
            b[6] = static_cast<std::uint8_t>(second >> 8U);
            b[7] = static_cast<std::uint8_t>(second);
            error const expected = second == 41 ? at(errc::pre_shared_key_not_last, 6)
                                                : at(errc::duplicate_extension, first == second ? 6 : 10);
            REQUIRE(outcome<raw_block>(b).code() == expected.code());
        }
    }
}
