// SPDX-License-Identifier: Apache-2.0
// The functions of flintls_client.h.
#include "flintls_client.h"

#include <algorithm>
#include <new>

#include "client_object.hpp"

using c_api::client_object;
using flintls::progress;

static_assert(sizeof(client_object) == FLINTLS_CLIENT_SIZE && alignof(client_object) == FLINTLS_CLIENT_ALIGNMENT);

namespace {

client_object& object(flintls_client* client) {
    return *std::launder(reinterpret_cast<client_object*>(client->storage));
}
client_object const& object(flintls_client const* client) {
    return *std::launder(reinterpret_cast<client_object const*>(client->storage));
}

template <class View> auto give(View view, size_t* size) {
    *size = view.size();
    return view.data();
}

std::uint32_t narrow(size_t count) { return static_cast<std::uint32_t>(count); }

} // namespace

void flintls_client_init(flintls_client* client, uint8_t const pin[32]) {
    std::array<std::uint8_t, 32> copy;
    std::copy_n(pin, 32, copy.begin());
    new (client->storage) client_object{copy};
}
bool flintls_client_connect(flintls_client* client, char const* host_name) {
    std::uint32_t length = 0;
    while (host_name[length] != '\0') {
        ++length;
    }
    object(client).restart();
    return (*object(client)).connect({reinterpret_cast<std::uint8_t const*>(host_name), length});
}
void flintls_client_destroy(flintls_client* client) { object(client).~client_object(); }

flintls_progress flintls_client_run(flintls_client* client, uint32_t now) {
    switch ((*object(client)).run(now)) {
    case progress::receive: return FLINTLS_RECEIVE;
    case progress::send: return FLINTLS_SEND;
    case progress::connected: return FLINTLS_CONNECTED;
    case progress::data: return FLINTLS_DATA;
    case progress::closed: return FLINTLS_CLOSED;
    case progress::failed: return FLINTLS_FAILED;
    default: return FLINTLS_CRYPTO;
    }
}
uint8_t const* flintls_client_ready(flintls_client const* client, size_t* size) {
    return give((*object(client)).ready(), size);
}
void flintls_client_sent(flintls_client* client, size_t count) { (*object(client)).sent(narrow(count)); }
uint8_t* flintls_client_space(flintls_client* client, size_t* size) { return give((*object(client)).space(), size); }
void flintls_client_received(flintls_client* client, size_t count) { (*object(client)).received(narrow(count)); }
uint8_t const* flintls_client_data(flintls_client const* client, size_t* size) {
    return give((*object(client)).application_data(), size);
}
void flintls_client_consume(flintls_client* client, size_t count) { (*object(client)).consume(narrow(count)); }
size_t flintls_client_write(flintls_client* client, void const* data, size_t size) {
    return (*object(client)).write_some({static_cast<std::uint8_t const*>(data), narrow(size)});
}

bool flintls_client_renegotiate(flintls_client* client, bool resume) { return (*object(client)).renegotiate(resume); }
void flintls_client_close(flintls_client* client) { (*object(client)).close(); }
void flintls_client_transport_lost(flintls_client* client) { (*object(client)).transport_lost(); }

bool flintls_client_resumed(flintls_client const* client) { return (*object(client)).resumed(); }
bool flintls_client_secure_renegotiation(flintls_client const* client) {
    return (*object(client)).secure_renegotiation();
}
uint32_t flintls_client_failure(flintls_client const* client) { return (*object(client)).failure().code(); }
