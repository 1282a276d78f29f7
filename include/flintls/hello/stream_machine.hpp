// SPDX-License-Identifier: Apache-2.0
/// \file
/// The state machine that reads a ClientHello (RFC 8446 4.1.2, RFC 5246 7.4.1.2) piece by piece and condenses it. One
/// routine serves all policies; `stream_rules` has the differences.
///
/// The machine takes a step once the bytes are received that the last step asked for. A message is a sequence of parts:
/// the fields, and the shapes of extension bodies. The block of extensions is a part too, with a vector of unequal
/// elements like a list of server names. An element of the block that the policy names consists of nested parts.
///
/// The checks have the order, and fail at the byte, of the parser of whole messages.
#ifndef FLINTLS_HELLO_STREAM_MACHINE_HPP
#define FLINTLS_HELLO_STREAM_MACHINE_HPP

#include <cstdint>
#include <type_traits>

#include "flintls/extension/walk.hpp"
#include "flintls/hello/stream_rules.hpp"
#include "flintls/hello/stream_state.hpp"
#include "flintls/hello/stream_watch.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/shape.hpp"

namespace flintls {
inline namespace v0 {

/// The working set of one push: the state and the new bytes. `Lists`: the machine keeps the named elements of a list
/// without room; `Tree`: the machine can remember more than `most_in_row` unknown types; `Watch`: see stream_watch.hpp.
template <bool Lists, bool Tree, class Watch = no_watch> class stream_machine {
    using phase = stream_state::phase;
    static constexpr bool watches = Watch::watches;

public:
    /// Takes bytes of the message up to its end or an error. \return the number of bytes taken
    /// `watch`: a watch, or nothing.
    template <class... Watches>
    [[gnu::noinline]] static constexpr std::uint32_t push(stream_state& s, stream_rules const& r, std::uint8_t* memory,
                                                          std::uint8_t const* in, std::uint32_t size,
                                                          Watches&... watch) {
        stream_machine m{s, r, memory, in, size, watch...};
        m.run();
        return static_cast<std::uint32_t>(m.p_ - in);
    }

private:
    template <class... Watches>
    constexpr stream_machine(stream_state& s, stream_rules const& r, std::uint8_t* memory, std::uint8_t const* in,
                             std::uint32_t size, Watches&... watch)
        : s_{s}, r_{r}, memory_{memory}, p_{in}, end_{in + size}, watch_{watch...} {}

    [[gnu::always_inline]] constexpr void run() {
        while (s_.phase_ < phase::done && await()) {
            if (errc const e = step(); e != errc::ok) {
                s_.at_ = error{e, s_.at_}.code();
                s_.phase_ = phase::failed;
            }
        }
    }
    /// \return true if the awaited bytes are received
    [[gnu::always_inline]] constexpr bool await() {
        if (s_.want_ == 0) {
            return true;
        }
        auto const left = static_cast<std::uint32_t>(end_ - p_);
        std::uint32_t const count = left < s_.want_ ? left : s_.want_;
        if (s_.phase_ < phase::part || s_.keeping_) {
            s_.append(memory_, p_, count);
        }
        s_.want_ = static_cast<std::uint16_t>(s_.want_ - count);
        take(count);
        return s_.want_ == 0;
    }
    [[gnu::always_inline]] constexpr void take(std::uint32_t count) {
        if constexpr (watches) {
            watch_.pass(p_, count);
        }
        p_ += count;
        s_.at_ += count;
    }
    [[gnu::always_inline]] constexpr errc step() {
        switch (s_.phase_) {
        case phase::header: return begin();
        case phase::part:
        case phase::vector: return part();
        case phase::element:
            if constexpr (Lists) {
                if (s_.deep_) {
                    return judge_element();
                }
            }
            return choose();
        case phase::part_end:
            if (errc const e = end_part(); e != errc::ok || s_.phase_ != phase::items) {
                return e;
            }
            [[fallthrough]];
        case phase::post: // an extension has no post bytes
            if (errc const e = end_item(); e != errc::ok || s_.want_ != 0) {
                return e;
            }
            [[fallthrough]];
        default: return items();
        }
    }

    [[gnu::always_inline]] constexpr errc begin() {
        handshake_header header;
        constexpr std::uint32_t size = handshake_header::wire::min_size;
        std::uint8_t const* const bytes = s_.seen(memory_, size);
        cursor c{bytes, bytes + size};
        (void)handshake_header::wire::read(c, header); // cannot fail: whole
        if (header.msg_type != r_.msg_type) {
            return s_.fail(errc::unexpected_message, s_.at_);
        }
        s_.end_ = s_.at_ + header.length;
        s_.reserved_ = r_.reserved;
        s_.form_ = r_.fields[0].form;
        s_.keeping_ = true;
        if constexpr (watches) {
            watch_.begin();
        }
        return s_.next(phase::part, 0);
    }

    /// Runs before the first byte of a field or shape, and again after its fixed bytes and length.
    [[gnu::always_inline]] constexpr errc part() {
        shape const s = s_.form_;
        stream_field const& f = r_.fields[s_.deep_ ? r_.block : s_.index_]; // a shape has no `most`, like the block
        bool const begins = s_.phase_ == phase::part;
        std::uint32_t lead = s.get<shape::lead>();
        std::uint32_t left = s_.up_to(s_.body_end_);
        if (!s_.deep_) {
            left = s_.end_ - s_.at_;
            if (begins && s_.index_ + (left == 0 ? 1U : 0U) > r_.block) { // RFC 5246 7.4.1.2: the block is optional
                s_.phase_ = phase::done;
                return left == 0 ? errc::ok : errc::trailing;
            }
            lead = f.lead;
            if constexpr (watches) {
                if (begins && s_.index_ == r_.block) {
                    watch_.leave();
                }
            }
        }
        std::uint32_t const width = s.get<shape::prefix>();
        if (begins) {
            return s.get<shape::free>() != 0 ? s_.next(phase::part_end, left)
                                             : s_.next_head(phase::vector, lead, width, left);
        }
        std::uint8_t const* const bytes = s_.seen(memory_, lead + width);
        if (s.get<shape::ranged>() != 0 && width == 0 && check_range(s, bytes) != errc::ok) {
            if (s.get<shape::second>() == 0) {
                return s_.fail(errc::forbidden_value, lead);
            }
            s_.form_ = shape{}; // does not select the second shape: any bytes follow
            return s_.next(phase::part_end, left);
        }
        if (width == 0) {
            return s_.next(phase::part_end, 0);
        }
        std::uint32_t const size = load_length(bytes + lead, width);
        if (size > left) {
            return s_.fail(errc::truncated, width);
        }
        if (size + width < s.get<shape::need>() || (f.most != 0 && size > f.most) ||
            (size & s.get<shape::mask>()) != 0) {
            return s_.fail(errc::bad_length, width);
        }
        return begin_vector(s, f, size);
    }
    [[gnu::always_inline]] constexpr errc begin_vector(shape s, stream_field const& f, std::uint32_t size) {
        bool const equal_elements = s.get<shape::inner>() == 0;
        if (s_.deep_) {
            s_.inner_end_ = s_.ahead(size);
            if (picks()) {
                if constexpr (watches) {
                    watch_.list_at = s_.fill_; // `end_picked_list` writes the length
                }
                s_.fill_ = static_cast<std::uint16_t>(s_.fill_ + s.get<shape::prefix>());
                return s_.next(phase::items, 0);
            }
            if (condenses()) {
                // `end_list` writes the new length.
                s_.fill_ = static_cast<std::uint16_t>(s_.fill_ + s.get<shape::prefix>());
                if (equal_elements) {
                    return s_.next(phase::element, s.get<shape::mask>() + 1);
                }
            }
        } else if (f.last_value != f.first_value || !equal_elements) { // a list that is kept in part
            s_.keeping_ = false;
            s_.mark_ = s_.fill_;
            s_.met_ = 0;
            s_.outer_end_ = s_.ahead(size);
            if constexpr (watches) {
                if (equal_elements) {
                    watch_.begin_vector(size);
                }
            }
            if (equal_elements) {
                return s_.next(phase::element, s.get<shape::mask>() + 1);
            }
        }
        return equal_elements ? s_.next(phase::part_end, size) : s_.next(phase::items, 0);
    }
    [[gnu::always_inline]] constexpr errc end_part() {
        shape const s = s_.form_;
        if (!s_.deep_) {
            if (!s_.keeping_) { // a list with a new length
                s_.store_length(memory_, s.get<shape::prefix>());
                s_.keeping_ = true;
            }
            ++s_.index_;
            s_.form_ = r_.fields[s_.index_].form; // an empty field follows the last one
            return s_.next(phase::part, 0);
        }
        std::uint32_t const second = s.get<shape::second>();
        if constexpr (watches) {
            if (picks()) {
                return end_picked_list(second);
            }
        }
        if (second != 0) {
            s_.form_ = r_.extensions->seconds[second - 1];
            return s_.next(phase::part, 0);
        }
        if (s_.up_to(s_.body_end_) != 0) {
            return errc::trailing;
        }
        bool const kept = condenses() ? s_.end_list(r_, memory_, s.get<shape::prefix>()) : s_.keeping_;
        errc const beyond = r_.limits[s_.index_].beyond;
        if (!kept && beyond != errc::ok) { // the error's byte is the extension's type
            return s_.fail(beyond, 4 + load<2>(memory_ + s_.first_too_long(r_) + 2));
        }
        return leave_extension();
    }
    [[gnu::always_inline]] constexpr errc leave_extension() {
        s_.keeping_ = false;
        s_.deep_ = false;
        s_.index_ = r_.block;
        s_.form_ = r_.fields[s_.index_].form;
        return s_.next(phase::items, 0);
    }
    /// Ends a list whose elements were picked, and with the last list the extension.
    constexpr errc end_picked_list(std::uint32_t second) {
        store<2>(memory_ + watch_.list_at, s_.fill_ - watch_.list_at - 2U);
        if (second != 0) {
            watch_.next_list(s_.at_);
            s_.form_ = r_.extensions->seconds[second - 1];
            return s_.next(phase::part, 0);
        }
        if (s_.up_to(s_.body_end_) != 0) {
            return errc::trailing;
        }
        store<2>(memory_ + watch_.head_at() + 2, s_.fill_ - watch_.head_at() - 4U);
        watch_.end_picking();
        return leave_extension();
    }
    /// Keeps an element of a picked list, or a part of it. `head`: its fixed bytes and length, in the buffer.
    constexpr errc pick(std::uint8_t const* head, std::uint32_t head_size, std::uint32_t size) {
        picked const what = watch_.pick(head, size);
        s_.keeping_ = what == picked::whole;
        if (what != picked::dropped) {
            s_.fill_ = static_cast<std::uint16_t>(s_.fill_ + head_size);
        }
        if (what == picked::stub) {
            std::uint32_t const content = watch_.stub_size();
            std::uint32_t const zeros = content + s_.form_.get<shape::post>();
            if (s_.form_.get<shape::inner>() == 2) {
                memory_[s_.fill_ - 2] = 0;
            }
            memory_[s_.fill_ - 1] = static_cast<std::uint8_t>(content);
            for (std::uint32_t i = 0; i < zeros; ++i) {
                memory_[s_.fill_++] = 0;
            }
        }
        return s_.next(phase::post, size);
    }

    /// Runs before the first byte of an element, and again after its fixed bytes and length.
    [[gnu::always_inline]] constexpr errc items() {
        shape const s = s_.form_;
        if constexpr (watches) {
            if (!s_.deep_ && s_.phase_ != phase::item) {
                watch_.leave();
            }
        }
        if (picks()) {
            s_.keeping_ = false;
        }
        std::uint32_t const left = s_.up_to(s_.deep_ ? s_.inner_end_ : s_.outer_end_);
        std::uint32_t const skip = s.get<shape::skip>();
        std::uint32_t const width = s.get<shape::inner>();
        if (s_.phase_ != phase::item) {
            // `walk` reads the head of an extension at once: a cut head is an error at the type.
            std::uint32_t const lead = s_.deep_ ? skip : 0;
            return left == 0 ? s_.next(phase::part_end, 0) : s_.next_head(phase::item, lead, skip + width - lead, left);
        }
        std::uint8_t const* const bytes = s_.seen(memory_, skip + width);
        std::uint32_t const size = load_length(bytes + skip, width);
        if (size > left) {
            return s_.fail(errc::truncated, width);
        }
        bool const named = s.get<shape::ruled>() != 0; // the element begins with a kind: see `check_elements`
        if (size < s.get<shape::inner_min>() && !(named && bytes[0] != 0)) {
            return s_.fail(errc::bad_length, width);
        }
        if (named) {
            // Two bits of `need`, which is checked already, mark the kinds met: one for kind 0, one for all others.
            std::uint32_t const bit = bytes[0] == 0 ? 4 : 8;
            if ((s.get<shape::need>() & bit) != 0) {
                return s_.fail(bytes[0] == 0 ? errc::forbidden_value : errc::too_many_unknown, skip + width);
            }
            s_.form_.add(shape::need, bit);
        }
        if (!s_.deep_) {
            if constexpr (watches) {
                watch_.begin_extension(bytes);
            }
            return begin_extension(load<4>(bytes), size == left);
        }
        if constexpr (watches) {
            if (picks()) {
                return pick(bytes, skip + width, size);
            }
        }
        if constexpr (Lists) {
            if (condenses() && size <= r_.lists[s_.index_].longest) {
                s_.fill_ = static_cast<std::uint16_t>(s_.fill_ + width);
                return s_.next(phase::element, size);
            }
        }
        return s_.next(phase::post, size);
    }
    [[gnu::always_inline]] constexpr errc end_item() {
        if constexpr (watches) {
            watch_.end_element();
        }
        std::uint32_t const post = s_.form_.get<shape::post>();
        return post > s_.up_to(s_.inner_end_) ? errc::truncated : s_.next(phase::items, post);
    }

    [[gnu::always_inline]] constexpr errc begin_extension(std::uint32_t head, bool at_end) {
        std::uint32_t const size = head & 0xffffU;
        std::uint32_t const type = head >> 16U;
        extension_table const& t = *r_.extensions;
        std::uint32_t const slot = t.bucket[extension_table::hash(type, t.multiplier)];
        extension_rule const rule = t.rules[slot];
        if (rule.type != type) {
            errc e = (rule.type & 0xffffU) == type ? apply_judgement(rule.type, at_end) : errc::ok;
            if (e != errc::ok || (e = s_.template remember<Tree>(r_, memory_, type)) != errc::ok) {
                return s_.fail(e, 4);
            }
            return s_.next(phase::post, size);
        }
        std::uint32_t const bit = std::uint32_t{1} << slot;
        if ((s_.met_ & bit) != 0) {
            return s_.fail(errc::duplicate_extension, 4); // RFC 8446 4.2
        }
        s_.met_ |= bit;
        if (rule.body.get<shape::last>() != 0 && !at_end) {
            return s_.fail(errc::pre_shared_key_not_last, 4); // RFC 8446 4.2.11
        }
        s_.deep_ = true;
        s_.form_ = rule.body;
        s_.index_ = static_cast<std::uint8_t>(slot);
        s_.body_end_ = s_.ahead(size);
        if constexpr (watches) {
            if (watch_.begin_to_pick(s_.fill_)) {
                s_.begin_picked(memory_, r_.limits[slot], head);
                return s_.next(phase::part, 0);
            }
        }
        s_.make_room(r_, memory_, r_.limits[slot], head);
        if (condenses()) {
            s_.begin_list(memory_, head);
            if constexpr (watches) {
                watch_.reduce();
            }
        }
        return s_.next(phase::part, 0);
    }
    /// Reads an element of a list of code points, and the received elements after it. If no element is in the set, the
    /// last one is kept: the list then has the least length of its declaration, with an element that the peer offered.
    [[gnu::always_inline]] constexpr errc choose() {
        stream_field const& f = r_.fields[s_.index_];
        std::uint32_t const unit = s_.form_.get<shape::mask>() + 1;
        std::uint32_t left = s_.up_to(s_.outer_end_);
        std::uint8_t const* element = s_.seen(memory_, unit);
        for (;; element = p_, left -= unit, take(unit)) {
            std::uint32_t const value = load_length(element, unit);
            std::uint32_t v = f.first_value;
            while (v != f.last_value && r_.values[v] != value) {
                ++v;
            }
            std::uint32_t const bit = v != f.last_value ? std::uint32_t{1} << v : 0;
            if ((bit & ~s_.met_) != 0 || (left == 0 && s_.fill_ == s_.mark_)) {
                s_.met_ |= bit;
                std::uint8_t* const to = memory_ + s_.fill_;
                to[0] = element[0];
                to[unit - 1] = element[unit - 1];
                s_.fill_ = static_cast<std::uint16_t>(s_.fill_ + unit);
            }
            if (left == 0) {
                return s_.next(phase::part_end, 0);
            }
            if (static_cast<std::uint32_t>(end_ - p_) < unit) {
                return s_.next(phase::element, unit);
            }
        }
    }

    /// True in an extension that is kept in part, because the whole finds no room.
    [[nodiscard, gnu::always_inline]] constexpr bool condenses() const {
        if constexpr (Lists) {
            return s_.deep_ && !s_.keeping_ && r_.lists[s_.index_].size != 0;
        }
        return false;
    }
    /// Bytes of an element: `unit`, or for `unit` 0 its length byte and content.
    static constexpr std::uint32_t size_of(std::uint8_t const* element, std::uint32_t unit) {
        return unit != 0 ? unit : 1U + element[0];
    }
    /// True if a copy of `element` is between `p` and `end`.
    static constexpr bool holds(std::uint8_t const* p, std::uint8_t const* end, std::uint8_t const* element,
                                std::uint32_t unit) {
        std::uint32_t const size = size_of(element, unit);
        for (; p != end; p += size_of(p, unit)) {
            std::uint32_t i = 0;
            while (i != size && p[i] == element[i]) { // elements of different size differ in the first byte
                ++i;
            }
            if (i == size) {
                return true;
            }
        }
        return false;
    }
    /// Keeps the last element in the buffer if the policy names it and the list has no copy of it yet. If the policy
    /// names no element, the last element of the list is kept as in `choose`, but not of protocol names.
    constexpr errc judge_element() {
        stream_list const& named = r_.lists[s_.index_];
        std::uint32_t const unit = s_.form_.get<shape::inner>() == 0 ? s_.form_.get<shape::mask>() + 1 : 0;
        std::uint8_t const* const list = memory_ + s_.list_head(memory_) + 4 + s_.form_.get<shape::prefix>();
        std::uint8_t const* const end = memory_ + s_.fill_;
        std::uint8_t const* element = list;
        while (element + size_of(element, unit) != end) {
            element += size_of(element, unit);
        }
        bool const last = s_.up_to(s_.inner_end_) == 0;
        bool const stays =
            (unit != 0 && last && element == list) ||
            (holds(named.elements, named.elements + named.size, element, unit) && !holds(list, element, element, unit));
        if (!stays) {
            s_.fill_ = static_cast<std::uint16_t>(element - memory_);
        }
        return unit == 0 ? s_.next(phase::post, 0) : last ? s_.next(phase::part_end, 0) : s_.next(phase::element, unit);
    }

    /// True in an extension whose elements the watch picks.
    [[nodiscard, gnu::always_inline]] constexpr bool picks() const {
        if constexpr (watches) {
            return s_.deep_ && watch_.picks();
        }
        return false;
    }

    stream_state& s_;
    stream_rules const& r_;
    std::uint8_t* memory_;
    std::uint8_t const* p_;
    std::uint8_t const* end_;
    [[no_unique_address]] std::conditional_t<watches, Watch&, Watch> watch_;
};

} // namespace v0
} // namespace flintls

#endif
