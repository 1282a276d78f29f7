// SPDX-License-Identifier: Apache-2.0
/// \file
/// The sessions of a server by their ids (RFC 5246 7.4.1.2): in the memory of one server, or in a Redis that a fleet of
/// servers shares.
#ifndef FLINTLS_EXAMPLES_SUPPORT_SHARED_SESSIONS_HPP
#define FLINTLS_EXAMPLES_SUPPORT_SHARED_SESSIONS_HPP

#include <array>
#include <cstdint>
#include <ctime>
#include <deque>
#include <iostream>
#include <memory>
#include <optional>

#include <hiredis/hiredis.h>

#include "flintls/crypto/secret.hpp"
#include "flintls/ticket/session_cache.hpp"
#include "flintls/wire/codec.hpp"

namespace support {

/// A Redis on this host, over a connection that never blocks. Replies come in the order of the commands.
///
/// A session has the master secret of a connection. Redis keeps it readable: run it on the same host, or behind a
/// tunnel, and for these servers only.
class redis {
public:
    /// A command whose reply is expected. The reply of a command that nobody waits for any more is dropped.
    struct request {
        std::unique_ptr<redisReply, void (*)(void*)> reply{nullptr, &freeReplyObject};
        bool failed = false; ///< the connection ended before the reply
    };

    explicit redis(std::uint16_t port) : port_{port} {}

    template <class... Arguments> std::shared_ptr<request> ask(char const* format, Arguments... arguments) {
        auto made = std::make_shared<request>();
        if (!connection_) {
            connection_.reset(redisConnectNonBlock("127.0.0.1", port_));
        }
        if (!connection_ || redisAppendCommand(connection_.get(), format, arguments...) != REDIS_OK) {
            made->failed = true;
            lose();
            return made;
        }
        asked_.emplace_back(made);
        go_on();
        return made;
    }
    /// Sends and receives what is possible without waiting.
    void go_on() {
        int sent = 0;
        if (!connection_) {
            return;
        }
        void* reply = nullptr;
        bool good =
            redisBufferWrite(connection_.get(), &sent) == REDIS_OK && redisBufferRead(connection_.get()) == REDIS_OK;
        while ((good = good && redisGetReplyFromReader(connection_.get(), &reply) == REDIS_OK) && reply != nullptr) {
            std::unique_ptr<redisReply, void (*)(void*)> taken{static_cast<redisReply*>(reply), &freeReplyObject};
            if (asked_.empty()) { // a reply without a command: this is no Redis, or the order is lost
                good = false;
                break;
            }
            if (auto const waiting = asked_.front().lock()) {
                waiting->reply = std::move(taken);
            }
            asked_.pop_front();
        }
        if (!good) {
            lose();
        }
    }

private:
    /// Ends the connection; the next command makes a new one.
    void lose() {
        std::cerr << "server: no answer from Redis: " << why() << '\n';
        for (auto const& each : asked_) {
            if (auto const waiting = each.lock()) {
                waiting->failed = true;
            }
        }
        asked_.clear();
        connection_.reset();
    }

    [[nodiscard]] char const* why() const {
        return !connection_ ? "no memory" : connection_->err != 0 ? connection_->errstr : "a reply without a command";
    }

    std::uint16_t port_;
    std::unique_ptr<redisContext, void (*)(redisContext*)> connection_{nullptr, &redisFree};
    std::deque<std::weak_ptr<request>> asked_;
};

/// A model of `flintls::session_cache`.
class shared_sessions {
    using local = flintls::fixed_session_cache<64>;
    using id_view = flintls::fixed_view<flintls::session_id_size>;

public:
    /// What one connection waits for.
    struct access {
        void reset() { asked.reset(); }

        std::shared_ptr<redis::request> asked;
        local::access own;
    };

    /// `port`: of Redis on this host; none: sessions of this server alone.
    explicit shared_sessions(std::optional<std::uint16_t> port) {
        if (port) {
            redis_.emplace(*port);
        }
    }

    flintls::crypto_status find(access& with, id_view id, flintls::session& out) {
        if (!redis_) {
            return local_.find(with.own, id, out);
        }
        if (!with.asked) {
            with.asked = redis_->ask("GET flintls:%b", id.data(), std::size_t{id.size()});
        }
        return finish(with, [&](redisReply const& reply) {
            auto const* const bytes = static_cast<std::uint8_t const*>(static_cast<void const*>(reply.str));
            return reply.type == REDIS_REPLY_STRING &&
                   !flintls::parse({bytes, static_cast<std::uint32_t>(reply.len)}, out);
        });
    }
    flintls::crypto_status keep(access& with, id_view id, flintls::session const& s, std::uint32_t lifetime) {
        if (!redis_) {
            return local_.keep(with.own, id, s, lifetime);
        }
        if (!with.asked) {
            std::array<std::uint8_t, flintls::max_size<flintls::session>> bytes{};
            flintls::writer to{bytes};
            if (to.write(s)) {
                return flintls::crypto_status::failed;
            }
            with.asked = redis_->ask("SET flintls:%b %b EX %u", id.data(), std::size_t{id.size()}, bytes.data(),
                                     bytes.size(), lifetime);
            flintls::wipe(bytes);
        }
        return finish(with, [](redisReply const& reply) { return reply.type == REDIS_REPLY_STATUS; });
    }
    void forget(id_view id) {
        if (redis_) {
            (void)redis_->ask("DEL flintls:%b", id.data(), std::size_t{id.size()});
        } else {
            local_.forget(id);
        }
    }
    /// A fleet needs one clock: the time of day.
    std::uint32_t now(std::uint32_t time) {
        return redis_ ? static_cast<std::uint32_t>(std::time(nullptr)) : local_.now(time);
    }

private:
    template <class Use> flintls::crypto_status finish(access& with, Use use) {
        redis_->go_on();
        if (!with.asked->failed && !with.asked->reply) {
            return flintls::crypto_status::pending;
        }
        bool const good = with.asked->reply && use(*with.asked->reply);
        if (with.asked->reply && with.asked->reply->str != nullptr) { // it may be a session
            flintls::wipe_memory(with.asked->reply->str, with.asked->reply->len);
        }
        with.asked.reset();
        return good ? flintls::crypto_status::done : flintls::crypto_status::failed;
    }

    local local_;
    std::optional<redis> redis_;
};
static_assert(flintls::session_cache<shared_sessions>);

} // namespace support

#endif
