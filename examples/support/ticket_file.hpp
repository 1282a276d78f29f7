// SPDX-License-Identifier: Apache-2.0
/// \file
/// A client's tickets in a file, sealed as for the flash of a device (flintls/ticket/archive.hpp). A device has its key
/// in fuses or a secure element. Here the key is in `FILE.key`, and is made if that file is missing: this shows the use
/// only, and does not protect from a reader of both files.
#ifndef FLINTLS_EXAMPLES_SUPPORT_TICKET_FILE_HPP
#define FLINTLS_EXAMPLES_SUPPORT_TICKET_FILE_HPP

#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "descriptor.hpp"
#include "flintls/ticket/archive.hpp"
#include "flintls/wire/byte_view.hpp"

namespace support {

template <flintls::policy P> class ticket_file {
    using aead = typename P::crypto::aes_128_gcm;
    using random = typename P::crypto::random;
    using archive = flintls::ticket_archive<P, aead, random>;

public:
    /// Without a path there is no file.
    explicit ticket_file(std::optional<std::string> const& path) : path_{path} {}

    /// A file that is missing, damaged, or of another device or program counts as empty.
    /// \return false: there is no device key, and none can be made
    [[nodiscard]] bool load(flintls::ticket_store<P>& to) {
        if (!path_) {
            return true;
        }
        std::vector<std::uint8_t> bytes = read(*path_);
        bool const has_key = load_key() || make_key();
        if (has_key && !bytes.empty()) {
            (void)archive_.load(to, key_, bytes);
        }
        return has_key;
    }
    /// \return false: the file cannot be written
    [[nodiscard]] bool save(flintls::ticket_store<P> const& from) {
        if (!path_) {
            return true;
        }
        std::array<std::uint8_t, archive::max_size> room{};
        flintls::byte_view made;
        bool const done = archive_.save(from, key_, room, made) == flintls::crypto_status::done;
        return done && write(*path_ + ".new", made) && std::rename((*path_ + ".new").c_str(), path_->c_str()) == 0;
    }

private:
    static std::vector<std::uint8_t> read(std::string const& path) {
        std::vector<std::uint8_t> all(archive::max_size + 1);
        descriptor const from{::open(path.c_str(), O_RDONLY)};
        std::ptrdiff_t const got = from.is_open() ? from.read(all) : 0;
        all.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return all;
    }
    static bool write(std::string const& path, flintls::byte_view bytes) {
        descriptor const to{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, S_IRUSR | S_IWUSR)};
        return to.is_open() && ::write(to.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
    }
    bool load_key() {
        std::vector<std::uint8_t> const bytes = read(*path_ + ".key");
        return bytes.size() == aead::key_size && aead::import_key(bytes, key_) == flintls::crypto_status::done;
    }
    bool make_key() {
        std::array<std::uint8_t, aead::key_size> bytes{};
        return random{}.fill(bytes.data(), bytes.size()) == flintls::crypto_status::done &&
               write(*path_ + ".key", bytes) && load_key();
    }

    std::optional<std::string> path_;
    archive archive_;
    typename archive::key key_{};
};

} // namespace support

#endif
