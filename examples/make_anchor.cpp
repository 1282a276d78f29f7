// SPDX-License-Identifier: Apache-2.0
/// \file
/// make_anchor: prints trust anchors (flintls/trust/anchor.hpp) as C++ for the flash of a firmware, one for each
/// certificate of a file.
#include <array>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include <openssl/sha.h>

#include "flintls/trust/anchor.hpp"
#include "support/pem.hpp"

namespace {

constexpr char const* usage = R"(usage: make_anchor FILE
Prints a C++ header with an anchor of trust for each certificate in FILE (PEM): the SHA-256 of its subject, and its key. The
certificate may be a root's, an intermediate's, or that of one server or client. Nothing else of it counts from then on,
not its dates either.
)";

void print_bytes(std::span<std::uint8_t const> bytes, char const* margin) {
    for (std::size_t i = 0; i != bytes.size(); ++i) {
        std::printf("%s0x%02x%s", i % 20 == 0 ? (i == 0 ? "" : margin) : " ", static_cast<unsigned>(bytes[i]),
                    i + 1 == bytes.size() ? ""
                    : i % 20 == 19        ? ",\n"
                                          : ",");
    }
}
char const* name_of(flintls::issuer_key::sort kind) {
    using enum flintls::issuer_key::sort;
    return kind == p256 ? "p256" : kind == p384 ? "p384" : "rsa";
}

} // namespace

int main(int argc, char** argv) {
    std::vector<support::pem_certificate> const all =
        argc == 2 ? support::load_certificates(argv[1]) : std::vector<support::pem_certificate>{};
    if (all.empty()) {
        std::cerr << (argc == 2 ? std::string{"make_anchor: there is no certificate (PEM) in "} + argv[1] + "\n"
                                : usage);
        return 2;
    }
    std::printf("// Made by make_anchor.\n#pragma once\n\n#include <array>\n#include <cstdint>\n\n"
                "#include \"flintls/trust/anchor.hpp\"\n\n");
    std::vector<std::string> rows;
    for (std::size_t i = 0; i != all.size(); ++i) {
        flintls::byte_view subject;
        flintls::issuer_key key;
        if (!flintls::find_anchor(all[i].der, subject, key)) {
            std::cerr << "make_anchor: certificate " << i + 1 << " has a key of no known kind: P-256, P-384, RSA\n";
            return 1;
        }
        std::printf("inline constexpr std::array<std::uint8_t, %u> anchor_key_%zu{\n    ", key.key.size(), i);
        print_bytes({key.key.data(), key.key.size()}, "    ");
        std::printf("};\n");
        rows.emplace_back(name_of(key.kind));
    }
    std::printf("\ninline constexpr std::array<flintls::anchor, %zu> anchors{{\n", all.size());
    for (std::size_t i = 0; i != all.size(); ++i) {
        flintls::byte_view subject;
        flintls::issuer_key key;
        (void)flintls::find_anchor(all[i].der, subject, key);
        std::array<std::uint8_t, 32> digest{};
        (void)SHA256(subject.data(), subject.size(), digest.data());
        std::printf("    {{{");
        print_bytes(digest, "      ");
        std::printf("}}, {flintls::issuer_key::sort::%s, anchor_key_%zu}},\n", rows[i].c_str(), i);
    }
    std::printf("}};\n");
    return 0;
}
