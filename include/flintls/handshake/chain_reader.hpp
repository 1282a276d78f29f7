// SPDX-License-Identifier: Apache-2.0
/// \file
/// Reads the peer's Certificate message (RFC 5246 7.4.2, RFC 8446 4.4.2) while it is received, and passes it to a
/// judge. The message may be longer than every buffer.
#ifndef FLINTLS_HANDSHAKE_CHAIN_READER_HPP
#define FLINTLS_HANDSHAKE_CHAIN_READER_HPP

#include <cstdint>

#include "flintls/crypto/status.hpp"
#include "flintls/trust/path_verdict.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// Cuts the body of the message into certificates. In TLS 1.3 the message has a context, which must be empty, and each
/// certificate has extensions, which must be absent because none was requested.
class chain_reader {
public:
    enum class answer : std::uint8_t {
        more,    ///< all received bytes are judged; more bytes must be received
        pending, ///< call again
        done,    ///< the chain is good
        failed,
    };

    /// Begins a body of `size` bytes.
    void begin(std::uint32_t size, bool tls_1_3) {
        *this = chain_reader{};
        rest_ = size;
        tls_1_3_ = tls_1_3;
    }
    /// Adds the next bytes of the body. They must not move until `run` answers something other than `pending`.
    void give(byte_view piece) { piece_ = piece; }
    /// True once the chain is found good.
    [[nodiscard]] bool is_done() const { return stage_ == stage::over; }

    /// Judges as many bytes as are received. `name`: of the peer that is judged.
    template <class Judge> answer run(Judge& judge, byte_view name, path_verdict& verdict) {
        for (;;) {
            crypto_status const status = ask(judge, name, verdict);
            if (status == crypto_status::pending) {
                return answer::pending;
            }
            if (stage_ == stage::chain_ends) {
                bool const good = status == crypto_status::done && !refused_;
                stage_ = good ? stage::over : stage_;
                verdict.why = good || verdict.why ? verdict.why : error{errc::untrusted_peer, 0};
                return good ? answer::done : answer::failed;
            }
            if (status == crypto_status::failed) { // the verdict says why
                refused_ = true;
                stage_ = stage::chain_ends;
                continue;
            }
            errc wrong = errc::ok;
            if (!advance(wrong)) {
                verdict.why = wrong == errc::ok ? error{} : error{wrong, 0};
                return wrong == errc::ok ? answer::more : answer::failed;
            }
        }
    }

private:
    enum class stage : std::uint8_t {
        begins,
        context,
        list,
        certificate_size,
        certificate_begins,
        bytes,
        certificate_ends,
        extensions,
        chain_ends,
        over,
    };

    /// The judge's part of the current stage.
    template <class Judge> crypto_status ask(Judge& judge, byte_view name, path_verdict& verdict) {
        switch (stage_) {
        case stage::begins: return judge.begin_chain(name);
        case stage::certificate_begins: return judge.begin_certificate(left_);
        case stage::bytes: {
            std::uint32_t taken = 0;
            byte_view const here = piece_.subview(0, left_);
            crypto_status const status = here.empty() ? crypto_status::done : judge.bytes(here, taken);
            if (status == crypto_status::done) {
                left_ -= taken;
                take(taken);
            }
            return status;
        }
        case stage::certificate_ends: return judge.end_certificate();
        case stage::chain_ends: verdict = {}; return judge.end_chain(verdict);
        case stage::context:
        case stage::list:
        case stage::certificate_size:
        case stage::extensions:
        case stage::over: break;
        }
        return crypto_status::done;
    }
    /// Moves to the next stage, or to the next bytes of this stage. \return false: no bytes are left, or `wrong` is set
    [[gnu::noinline]] bool advance(errc& wrong) {
        switch (stage_) {
        case stage::begins: return go(tls_1_3_ ? stage::context : stage::list);
        case stage::context:
            return read(1, wrong) && judge(number() == 0, errc::forbidden_value, wrong) && go(stage::list);
        case stage::list: // RFC 5246 7.4.2, RFC 8446 4.4.2.4: a server sends at least one
            return read(3, wrong) && judge(number_ == rest_, errc::bad_length, wrong) &&
                   judge(number() != 0, tls_1_3_ ? errc::bad_length : errc::bad_certificate, wrong) &&
                   go(stage::certificate_size);
        case stage::certificate_size:
            if (rest_ == 0) {
                return go(stage::chain_ends);
            }
            if (!read(3, wrong)) {
                return false;
            }
            left_ = number();
            return judge(left_ != 0 && left_ <= rest_, errc::bad_length, wrong) && go(stage::certificate_begins);
        case stage::certificate_begins: return go(stage::bytes);
        case stage::bytes: return left_ == 0 ? go(stage::certificate_ends) : !piece_.empty();
        case stage::certificate_ends: return go(tls_1_3_ ? stage::extensions : stage::certificate_size);
        case stage::extensions:
            return read(2, wrong) && judge(number() == 0, errc::unsolicited_extension, wrong) &&
                   go(stage::certificate_size);
        case stage::chain_ends:
        case stage::over: break;
        }
        return false;
    }
    bool go(stage to) {
        stage_ = to;
        return true;
    }
    static bool judge(bool good, errc otherwise, errc& wrong) {
        wrong = good ? wrong : otherwise;
        return good;
    }
    void take(std::uint32_t count) {
        piece_ = piece_.subview(count);
        rest_ -= count;
    }
    /// Collects a number of `width` bytes. \return true once all its bytes are received
    bool read(std::uint8_t width, errc& wrong) {
        if (rest_ < std::uint32_t{width} - have_) {
            wrong = errc::bad_length;
            return false;
        }
        while (have_ != width && !piece_.empty()) {
            number_ = number_ << 8U | piece_[0];
            ++have_;
            take(1);
        }
        return have_ == width;
    }
    /// Takes the number that `read` has collected.
    std::uint32_t number() {
        std::uint32_t const value = number_;
        number_ = have_ = 0;
        return value;
    }

    byte_view piece_{};
    std::uint32_t rest_ = 0;   // bytes of the body that are not yet judged
    std::uint32_t left_ = 0;   // bytes of the current certificate among them
    std::uint32_t number_ = 0; // a length that is being read
    std::uint8_t have_ = 0;    // bytes of that length that are read
    stage stage_ = stage::begins;
    bool tls_1_3_ = false;
    bool refused_ = false;
};

} // namespace v0
} // namespace flintls

#endif
