// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which server a name leads to (RFC 6066 3).
#ifndef FLINTLS_EXAMPLES_SUPPORT_ROUTES_HPP
#define FLINTLS_EXAMPLES_SUPPORT_ROUTES_HPP

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "endpoint.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/wire/byte_view.hpp"

namespace support {

/// A name without what does not matter in it: case, and one dot at its end. ASCII only: RFC 6066 3 has names in their
/// ASCII form, and a locale must not change where they lead.
[[nodiscard]] inline std::string folded(std::string_view name) {
    std::string made(name.size(), '\0');
    std::string const from{name};
    made.resize(flintls::copy_folded(flintls::byte_view{from}, reinterpret_cast<std::uint8_t*>(made.data())));
    return made;
}

class routes {
public:
    /// `NAME=HOST:PORT`. \return false if it is no route, or HOST has no address
    [[nodiscard]] bool add(std::string_view word) {
        std::size_t const equals = word.find('=');
        std::string const name = folded(word.substr(0, equals));
        if (equals == std::string_view::npos || name.empty() || name == "*") {
            return false;
        }
        auto to = resolve(word.substr(equals + 1));
        if (to) {
            all_.push_back({name, std::move(*to)});
        }
        return to.has_value();
    }
    /// Where everybody goes who has no route. \return false if HOST has no address
    [[nodiscard]] bool set_default(std::string_view word) {
        otherwise_ = resolve(word);
        return otherwise_.has_value();
    }
    [[nodiscard]] bool empty() const { return all_.empty() && !otherwise_; }

    /// The route of exactly this name, or else the one of `*` in the place of its first label (as in RFC 9525 6.3), or
    /// else the default; case does not matter, nor one dot at the end. Null where there is none.
    [[nodiscard]] endpoint const* find(flintls::byte_view host_name) const {
        std::string const name = folded(std::string{host_name.begin(), host_name.end()});
        if (endpoint const* const exact = find_exactly(name)) {
            return exact;
        }
        std::size_t const dot = name.find('.');
        if (dot != std::string::npos && dot != 0) {
            if (endpoint const* const wild = find_exactly('*' + name.substr(dot))) {
                return wild;
            }
        }
        return otherwise_ ? &*otherwise_ : nullptr;
    }

private:
    struct route {
        std::string name;
        endpoint to;
    };

    [[nodiscard]] endpoint const* find_exactly(std::string_view name) const {
        auto const found = std::find_if(all_.begin(), all_.end(), [name](route const& r) { return r.name == name; });
        return found == all_.end() ? nullptr : &found->to;
    }

    std::vector<route> all_;
    std::optional<endpoint> otherwise_;
};

} // namespace support

#endif
