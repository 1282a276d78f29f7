// Inputs kept by the fuzzers: codec and program agree about all of them, and so do selection and values.
#include "support/default_policy.hpp"
#include "support/test.hpp"
#include "support/values.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <vector>

#include "flintls/message/alert.hpp"
#include "flintls/message/certificate.hpp"
#include "flintls/message/certificate_request.hpp"
#include "flintls/message/certificate_verify.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/client_key_exchange.hpp"
#include "flintls/message/new_session_ticket.hpp"
#include "flintls/message/server_hello.hpp"
#include "flintls/message/server_key_exchange.hpp"
#include "flintls/policy.hpp"

namespace {

using namespace flintls;
using namespace test;
using file_bytes = std::vector<std::uint8_t>;

constexpr auto ch = extension_context::client_hello;

template <class List> struct readers;
template <class... Es> struct readers<extension_list<Es...>> {
    using hello = basic_client_hello<selection<ch, Es...>>;
    using answer = server_hello_to_judge<extension_list<Es...>>;
    struct asking {
        static constexpr bool asks(extension_type type) { return (... || (Es::type == type)); }
    };
    static bool agree_about_hello(byte_view in) {
        bool differs = false;
        return hello_pair<basic_client_hello, selection<ch, Es...>,
                          extension_values<ch, Es...>>::template agree_about<hello>(in, differs) &&
               !differs;
    }
    static bool agree_about_answer(byte_view in) {
        bool differs = false; // types outside the selection
        return hello_pair<basic_server_hello, selection<extension_context::server_hello, Es...>,
                          answer_values<asking, Es...>>::template agree_about<answer>(in, differs);
    }
};

/// As every message with a program, and as a hello.
bool agree_about_all(byte_view in) {
    return agree_about<alert>(in) && agree_about<certificate>(in) && agree_about<certificate_request>(in) &&
           agree_about<certificate_verify>(in) && agree_about<client_key_exchange_ecdhe_psk>(in) &&
           agree_about<new_session_ticket>(in) && agree_about<server_key_exchange_ecdhe>(in) &&
           agree_about<server_key_exchange_ecdhe_psk>(in) && agree_about<server_name>(in) &&
           readers<test::default_policy::client_hello_extensions>::agree_about_hello(in) &&
           readers<test::default_policy::server_hello_extensions>::agree_about_answer(in);
}
bool agree_in_exact_memory(byte_view in) {
    auto const exact = std::make_unique<std::uint8_t[]>(in.size());
    copy(exact.get(), in.data(), in.size());
    return agree_about_all({exact.get(), in.size()});
}
/// Where a body may begin in a file: at the first bytes, and after what looks like a handshake header.
bool agree_about_file(file_bytes const& file) {
    byte_view const all{file};
    for (std::uint32_t at = 0; at <= 12 && at <= all.size(); ++at) {
        if (!agree_in_exact_memory(all.subview(at))) return false;
    }
    for (std::uint32_t at = 0; at + 4 <= all.size(); ++at) {
        bool const header = (all[at] == 1 || all[at] == 2 || (all[at] >= 11 && all[at] <= 16)) && all[at + 1] == 0;
        if (header && !agree_in_exact_memory(all.subview(at + 4, load<3>(all.data() + at + 1)))) return false;
    }
    return true;
}

} // namespace

TEST_CASE("codec and program agree about what the fuzzers kept") {
    auto const corpus = std::filesystem::path{__FILE__}.parent_path().parent_path() / "fuzz" / "corpus";
    unsigned files = 0;
    for (auto const& entry : std::filesystem::recursive_directory_iterator{corpus}) {
        if (!entry.is_regular_file()) continue;
        std::ifstream in{entry.path(), std::ios::binary};
        file_bytes const file{std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
        CAPTURE(entry.path().string());
        CHECK(agree_about_file(file));
        ++files;
    }
    CHECK(files > 1000);
}
