#include "parts.hpp"

std::uint32_t flintls_bench_stream_client_hello(bench::hello_stream* stream, std::uint8_t const* message,
                                                std::size_t size, std::uint32_t piece) {
    stream->reset();
    flintls::byte_view const all{message, static_cast<std::uint32_t>(size)};
    for (std::uint32_t at = 0; at < all.size(); at += piece) {
        (void)stream->push(all.subview(at, piece));
    }
    return stream->outcome().code();
}
