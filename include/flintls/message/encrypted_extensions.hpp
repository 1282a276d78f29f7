// SPDX-License-Identifier: Apache-2.0
/// \file
/// EncryptedExtensions (RFC 8446 4.3.1).
#ifndef FLINTLS_MESSAGE_ENCRYPTED_EXTENSIONS_HPP
#define FLINTLS_MESSAGE_ENCRYPTED_EXTENSIONS_HPP

#include "flintls/extension/block.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.3.1.
template <class Extensions> struct basic_encrypted_extensions {
    static constexpr handshake_type msg_type = handshake_type::encrypted_extensions;

    Extensions extensions{};

    using wire = fields<field<&basic_encrypted_extensions::extensions,
                              extension_block<extension_context::encrypted_extensions, block_rule::required>>>;
};

/// EncryptedExtensions with all its extensions raw.
using encrypted_extensions = basic_encrypted_extensions<extension_view>;

} // namespace v0
} // namespace flintls

#endif
