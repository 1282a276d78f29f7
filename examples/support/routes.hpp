// SPDX-License-Identifier: Apache-2.0
/// \file
/// Routes from server names to servers (RFC 6066 3).
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

/// A name without case and without one dot at its end, which do not matter. ASCII only: names of RFC 6066 3 are in
/// ASCII form, and a locale must not change a route.
[[nodiscard]] inline std::string folded(std::string_view name) {
    std::string made(name.size(), '\0');
    std::string const from{name};
    made.resize(flintls::copy_folded(flintls::byte_view{from}, reinterpret_cast<std::uint8_t*>(made.data())));
    return made;
}

class routes {
public:
    /// Adds `NAME=HOST:PORT`. \return false: the word is no route, or HOST has no address
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
    /// Sets the route of all other names. \return false: HOST has no address
    [[nodiscard]] bool set_default(std::string_view word) {
        otherwise_ = resolve(word);
        return otherwise_.has_value();
    }
    [[nodiscard]] bool empty() const { return all_.empty() && !otherwise_; }

    /// \return the route of exactly this name, else the route with `*` in the place of the first label (as in RFC 9525
    /// 6.3), else the default; null: none. Case and one dot at the end do not matter.
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
