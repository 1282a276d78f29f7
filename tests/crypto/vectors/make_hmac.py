#!/usr/bin/env python3
"""make_hmac.py hmac_lengths.hpp [--check]: writes vectors of HMAC, computed by Python, for keys and messages of all lengths near the
block size of the hash. --check compares the file instead.

A row has the size of a key and a hash: the hash of the concatenated MACs, under this key, of messages of 0 to `longest` bytes.
Byte i of a key is 7 i + size, byte i of a message is 5 i + size, modulo 256."""
import hashlib
import hmac
import sys


def octets(size, step):
    return bytes((step * i + size) % 256 for i in range(size))


def row(name, key_size, longest):
    sum_of_macs = hashlib.new(name)
    for size in range(longest + 1):
        sum_of_macs.update(hmac.new(octets(key_size, 7), octets(size, 5), name).digest())
    return sum_of_macs.hexdigest()


def table(name, block):
    longest = block + 3
    sizes = sorted({1, 2, block // 2 - 1, block // 2, block // 2 + 1, *range(block - 9, block + 10), 2 * block - 1,
                    2 * block, 2 * block + 1, 250})
    rows = "".join(f'    {{{size}, hex<"{row(name, size, longest)}">}},\n' for size in sizes)
    return f"""inline constexpr std::uint32_t hmac_{name}_longest = {longest};
inline constexpr std::array<hmac_lengths, {len(sizes)}> hmac_{name}_lengths{{{{
{rows}}}}};
"""


def header():
    return f"""// Made by make_hmac.py, with Python's hmac.
#pragma once

#include <array>
#include <cstdint>

#include "crypto/conformance/digest.hpp"
#include "crypto/conformance/hex.hpp"

namespace crypto_test {{

{table("sha256", 64)}
{table("sha384", 128)}
}} // namespace crypto_test
"""


def main(path, check=False):
    if not check:
        with open(path, "w", encoding="utf-8") as file:
            file.write(header())
        return 0
    with open(path, encoding="utf-8") as file:
        same = file.read() == header()
    print("the vectors equal those that Python computes" if same else "the vectors differ from those that Python computes")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--check" in sys.argv[2:]))
