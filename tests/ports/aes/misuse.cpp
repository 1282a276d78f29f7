// The models take nothing out of turn: what a bad driver does is seen, and what it is called.
#include <array>
#include <cstdint>

#include "modelled.hpp"
#include "nrf_ecb.hpp"
#include "st_registers.hpp"

namespace {

using namespace modelled;
using namespace flintls::io;
namespace st = flintls::st;
using st::cr;

constexpr auto ecb = cr::ecb | cr::encrypt | cr::key_128;
constexpr auto gcm = cr::gcm | cr::encrypt | cr::key_128;

/// Register by register.
template <class Chip> struct hand {
    using unit = typename Chip::unit;

    static void control(word<cr> value) { unit::write(value); }
    static void key(std::uint32_t words = 4) {
        for (std::uint32_t i = 0; i < words; ++i) unit::write(word<st::keyr_low>{i + 1}, i);
    }
    static void iv() {
        for (std::uint32_t i = 0; i < 4; ++i) unit::write(word<st::ivr>{i}, i);
    }
    static void data(std::uint32_t words = 4) {
        for (std::uint32_t i = 0; i < words; ++i) unit::write(word<st::dinr>{i});
    }
    static void result(std::uint32_t words = 4) {
        for (std::uint32_t i = 0; i < words; ++i) (void)unit::template read<st::doutr>();
    }
    static void wait() {
        for (unsigned i = 0; i < 100 && !unit::template read<st::sr>().any(st::sr::ccf); ++i) {
        }
    }
    static void clear(word<cr> control) {
        if constexpr (Chip::is_u5) {
            unit::write(st::icr::ccf);
        } else {
            unit::write(control | cr::ccfc);
        }
    }
    static void valid() {
        for (unsigned i = 0; Chip::is_u5 && i < 100 && !unit::template read<st::sr>().any(st::sr::keyvalid); ++i) {
        }
    }
    /// From whatever state to one that is ready for data.
    static void ready(word<cr> mode = ecb) {
        clear({});
        control({});
        control(mode);
        key();
        valid();
        iv();
        control(mode | cr::en);
    }
    static void block(word<cr> mode = ecb) {
        data();
        wait();
        clear(mode | cr::en);
        result();
    }
    /// GCM, behind its init phase.
    static void hash_key() {
        ready(gcm | cr::init_phase);
        wait();
        clear(gcm);
    }
    template <class Steps> static wrong what_is_wrong(Steps steps) {
        steps();
        wrong const found = control::fault();
        clear({});
        control({});
        return found;
    }
};

template <class Chip> void check_st() {
    using by = hand<Chip>;
    set_slowness(2);
    auto const wrongs = [](auto steps) { return by::what_is_wrong(steps); };
    // Good ones first: a hand that does it right.
    CHECK(wrongs([] { by::ready(), by::block(), by::block(); }) == wrong::nothing);
    CHECK(wrongs([] {
              by::hash_key();
              by::control(gcm | cr::header_phase | cr::en);
              by::data(), by::wait(), by::clear(gcm | cr::header_phase | cr::en);
              by::control(gcm | cr::payload_phase | cr::en);
              by::block(gcm | cr::payload_phase);
              by::control(gcm | cr::final_phase | cr::en);
              by::block(gcm | cr::final_phase);
          }) == wrong::nothing);

    CHECK(wrongs([] { by::control(ecb), by::key(), by::valid(), by::data(1); }) == wrong::while_disabled);
    CHECK(wrongs([] { by::ready(), by::key(1); }) == wrong::while_enabled);
    CHECK(wrongs([] { by::ready(), by::iv(); }) == wrong::while_enabled);
    CHECK(wrongs([] { by::ready(), by::unit::write(word<st::suspr>{}); }) == wrong::while_enabled);
    CHECK(wrongs([] { by::ready(), by::control(cr::cbc | cr::encrypt | cr::en); }) == wrong::while_enabled);
    CHECK(wrongs([] { by::ready(), by::data(), by::result(1); }) == wrong::too_early);
    CHECK(wrongs([] { by::ready(), by::data(), by::data(1); }) == wrong::too_early);
    CHECK(wrongs([] { by::ready(), by::data(), by::wait(), by::clear(ecb | cr::en), by::data(1); }) == wrong::unread);
    CHECK(wrongs([] { by::ready(), by::data(), by::wait(), by::result(), by::data(1); }) == wrong::not_cleared);
    CHECK(wrongs([] { by::ready(), by::result(1); }) == wrong::no_result);
    CHECK(wrongs([] { by::ready(), by::block(), by::result(1); }) == wrong::no_result);
    CHECK(wrongs([] { by::ready(cr::cbc | cr::decrypt | cr::key_128); }) == wrong::no_key); // as it is
    CHECK(wrongs([] { by::hash_key(), by::control(gcm | cr::init_phase | cr::en); }) == wrong::no_iv);
    CHECK(wrongs([] { by::control(cr::ctr | cr::key_128), by::key(), by::valid(), by::control(cr::ctr | cr::en); }) ==
          wrong::no_iv);
}
template <class Chip> void check_st_gcm() {
    using by = hand<Chip>;
    auto const wrongs = [](auto steps) { return by::what_is_wrong(steps); };
    // Without its init phase, or what was saved of it.
    CHECK(wrongs([] { by::ready(gcm | cr::header_phase); }) == wrong::phase_order);
    CHECK(wrongs([] { by::ready(gcm | cr::init_phase), by::data(1); }) == wrong::too_early);
    CHECK(wrongs([] {
              by::hash_key();
              by::control(gcm | cr::payload_phase | cr::en);
              by::control(gcm | cr::header_phase | cr::en);
          }) == wrong::phase_order);
    CHECK(wrongs([] {
              by::hash_key();
              by::control(gcm | cr::payload_phase | cr::en);
              by::data();
              by::control(gcm | cr::final_phase | cr::en);
          }) == wrong::too_early);
    CHECK(wrongs([] {
              by::hash_key();
              by::control(gcm | cr::payload_phase | cr::en);
              by::data(), by::wait(), by::clear(gcm | cr::payload_phase | cr::en);
              by::control(gcm | cr::final_phase | cr::en);
          }) == wrong::unread);
    CHECK(wrongs([] { // suspended while it hashes
              by::hash_key();
              by::control(gcm | cr::payload_phase | cr::en);
              by::block(gcm | cr::payload_phase);
              (void)by::unit::template read<st::suspr>();
          }) == wrong::too_early);
    CHECK(wrongs([] { // disabled, and not resumed
              by::hash_key();
              by::control(gcm | cr::payload_phase | cr::en);
              by::block(gcm | cr::payload_phase);
              by::ready(gcm | cr::payload_phase);
          }) == wrong::phase_order);
}

TEST_CASE("the model of ST AES takes nothing out of turn") {
    check_st<st::l4>();
    check_st<st::u5>();
    check_st_gcm<st::l4>();
    check_st_gcm<st::u5>();
}

TEST_CASE("the model of a U5 takes its key in order, and says when it is valid") {
    using by = hand<st::u5>;
    set_slowness(2);
    CHECK(by::what_is_wrong([] {
              by::unit::write(word<st::keyr_low>{1}, 0), by::unit::write(word<st::keyr_low>{2}, 2);
          }) == wrong::key_order);
    CHECK(by::what_is_wrong([] { by::control(ecb), by::key(), by::control(ecb | cr::en); }) == wrong::no_key);
    CHECK(by::what_is_wrong([] { by::control(ecb), by::key(3), by::valid(), by::control(ecb | cr::en); }) ==
          wrong::no_key);
    // A key for 128 bits is not one for 256.
    CHECK(by::what_is_wrong([] {
              by::control(cr::ecb | cr::key_256);
              by::key(), by::valid();
              by::control(cr::ecb | cr::key_256 | cr::en);
          }) == wrong::no_key);
    // An L4 has no such register.
    CHECK(hand<st::l4>::what_is_wrong([] { st::l4::unit::write(st::icr::ccf); }) == wrong::no_such_register);
}

namespace reg = flintls::nrf_ecb_registers;
using ecb_unit = registers_at<0x4000E000>;

wrong ecb_at(std::uint32_t address) {
    ecb_unit::write(word<reg::data_pointer>{address});
    ecb_unit::write(reg::start::trigger);
    wrong const found = control::fault();
    for (unsigned i = 0; i < 100 && !ecb_unit::read<reg::end>().any(reg::end::happened); ++i) {
    }
    ecb_unit::write(word<reg::end>{});
    ecb_unit::write(word<reg::error>{});
    return found;
}

TEST_CASE("the model of ECB reads RAM at words, and takes one block at a time") {
    alignas(4) static std::array<std::uint8_t, 52> shared;
    auto const address = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(shared.data()));
    set_slowness(2);
    CHECK(ecb_at(address) == wrong::nothing);
    CHECK(ecb_at(address + 1) == wrong::not_in_ram);
    CHECK(ecb_at(0x0000'0100) == wrong::not_in_ram); // flash
    CHECK(ecb_at(0x2040'0000 - 44) == wrong::not_in_ram);

    ecb_unit::write(word<reg::data_pointer>{address});
    ecb_unit::write(reg::start::trigger);
    ecb_unit::write(reg::start::trigger);
    CHECK(control::fault() == wrong::too_early);
    ecb_unit::write(word<reg::data_pointer>{address});
    CHECK(control::fault() == wrong::moved);
    ecb_unit::write(reg::stop::trigger);
    CHECK(ecb_unit::read<reg::error>().any(reg::error::happened));
    ecb_unit::write(reg::start::trigger);
    CHECK(control::fault() == wrong::event_not_cleared);
    ecb_unit::write(reg::stop::trigger);
}

} // namespace
