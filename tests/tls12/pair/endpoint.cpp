#include "tls12/pair/endpoint.hpp"

#include <algorithm>
#include <cstdlib>

namespace pair {

transport::cut transport::cut::from_environment() {
    static cut const all = [] {
        char const* const given = std::getenv("FLINTLS_PAIR_CUT");
        std::string const text = given != nullptr ? given : "";
        std::size_t const colon = text.find(':');
        cut made;
        for (kind const each : {kind::even, kind::records, kind::random}) {
            static constexpr char const* names[]{"none", "bytes", "records", "random"};
            if (colon != std::string::npos && text.substr(0, colon) == names[static_cast<unsigned>(each)]) {
                made = {each, static_cast<std::uint32_t>(std::strtoul(text.c_str() + colon + 1, nullptr, 10))};
            }
        }
        if (given != nullptr && made.where == kind::none) std::abort(); // a misspelt value would test nothing
        return made;
    }();
    return all;
}

std::size_t knife::next(transport::cut const& how, byte_view ahead) {
    using kind = transport::cut::kind;
    if (ahead.empty()) return 0;
    random_ = random_ * 1664525U + 1013904223U + how.number;
    std::size_t const most = how.where == kind::even     ? how.number
                             : how.where == kind::random ? std::size_t{1} << (random_ >> 28U) % 11U
                                                         : ahead.size();
    std::size_t count = 0;
    while (count < std::min<std::size_t>(most, ahead.size()) &&
           (count == 0 || how.where != kind::records || at_ != how.number)) {
        std::uint8_t const byte = ahead[static_cast<std::uint32_t>(count++)];
        size_ = at_ == 3 || at_ == 4 ? (size_ & 0xffU) << 8U | byte : size_;
        at_ = ++at_ >= 5 && at_ == 5 + size_ ? 0 : at_;
    }
    return count;
}

bool endpoint::turn(bytes& in, bytes& out, transport const& how) {
    progress const before = last;
    done_here().public_key = 0;
    last = run();
    ++runs;
    most_public_key = std::max(most_public_key, done_here().public_key);
    bool moved = last == progress::crypto || last == progress::connected;
    connected += last == progress::connected ? 1 : 0;
    if (last == progress::data && !holds_data) {
        byte_view const data = application_data();
        append(got, data);
        if (during_renegotiation()) append(got_in_renegotiation, data);
        consume(data.size());
        moved = true;
    }
    blocked_ = how.blocks && !blocked_;
    if (blocked_) return moved || last != before || !ready().empty() || (!over() && !in.empty());
    if (byte_view const all = ready(); !all.empty()) {
        byte_view const some = all.subview(0, how.most_out);
        append(out, some);
        append(all_sent, some);
        sent(some.size());
        moved = true;
    }
    if (!over()) {
        std::span<std::uint8_t> const free = space();
        std::fill(free.begin(), free.end(), std::uint8_t{0xee}); // no code may depend on the old content
        std::size_t const most = std::min({in.size(), free.size(), std::size_t{how.most_in}});
        std::size_t const count = knife_.next(how.cuts, {in.data(), static_cast<std::uint32_t>(most)});
        std::copy_n(in.begin(), count, free.begin());
        append(all_received, byte_view{in.data(), static_cast<std::uint32_t>(count)});
        in.erase(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(count));
        received(static_cast<std::uint32_t>(count));
        moved = moved || count != 0;
    }
    return moved || last != before;
}

bool endpoint::say(std::string const& text) {
    std::span<std::uint8_t> const free = write_space();
    if (free.size() < text.size()) return false;
    std::copy(text.begin(), text.end(), free.begin());
    write(static_cast<std::uint32_t>(text.size()));
    return true;
}

bytes record::whole() const {
    bytes all{static_cast<std::uint8_t>(type), 3, 3, static_cast<std::uint8_t>(body.size() >> 8U),
              static_cast<std::uint8_t>(body.size())};
    append(all, body);
    return all;
}

std::vector<record> take_records(bytes& stream) {
    std::vector<record> all;
    std::size_t at = 0;
    while (stream.size() - at >= 5) {
        std::size_t const size = stream[at + 3] * 256U + stream[at + 4];
        if (stream.size() - at - 5 < size) break;
        auto const body = stream.begin() + static_cast<std::ptrdiff_t>(at + 5);
        all.push_back({static_cast<content_type>(stream[at]), bytes(body, body + static_cast<std::ptrdiff_t>(size))});
        at += 5 + size;
    }
    stream.erase(stream.begin(), stream.begin() + static_cast<std::ptrdiff_t>(at));
    return all;
}

std::vector<bytes> messages_of(byte_view handshake) {
    std::vector<bytes> all;
    while (handshake.size() >= 4) {
        std::uint32_t const size = 4 + load<3>(handshake.data() + 1);
        all.push_back(to_bytes(handshake.subview(0, size)));
        handshake = handshake.subview(size);
    }
    return all;
}

void wire::pass(bool upwards, bytes& from, bytes& to) {
    if (!intercept) {
        append(to, from);
        from.clear();
        return;
    }
    for (record const& seen : take_records(from)) {
        std::vector<record> instead{seen};
        intercept(upwards, seen, instead);
        for (record const& each : instead) {
            bytes const whole = each.whole();
            append(to, whole);
        }
    }
}

bool wire::settle() {
    for (unsigned still = 0; still < 3; ++turns) {
        if (turns > 400'000) return false;
        bool const a = client_.turn(to_client, held_[0], how);
        pass(true, held_[0], to_server);
        bool const b = server_.turn(to_server, held_[1], how);
        pass(false, held_[1], to_client);
        still = a || b ? 0 : still + 1;
    }
    return true;
}
bool wire::connects() {
    unsigned const c = client_.connected;
    unsigned const s = server_.connected;
    return settle() && client_.connected == c + 1 && server_.connected == s + 1 && client_.idle() && server_.idle() &&
           !client_.over() && !server_.over();
}
bool wire::talks() {
    std::string const question = "what is the temperature?";
    std::string const answer = "21.5 degrees";
    client_.got.clear();
    server_.got.clear();
    return client_.say(question) && settle() && server_.say(answer) && settle() && server_.got == to_bytes(question) &&
           client_.got == to_bytes(answer);
}
bool wire::closes() {
    client_.close();
    return settle() && client_.last == progress::closed && server_.last == progress::closed;
}
void wire::cut() {
    if (!client_.over()) client_.transport_lost();
    if (!server_.over()) server_.transport_lost();
    to_client.clear();
    to_server.clear();
    static_cast<void>(settle());
}

} // namespace pair
