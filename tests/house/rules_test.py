"""Tests of rules.py: a good tree has no breach, and each planted breach is the only one found."""
import os
import tempfile
import unittest

from rules import SPDX, check_tree

GOOD = {
    "CMakeLists.txt": "",
    ".gitignore": "",
    "include/flintls/wire/codec.hpp": f'{SPDX}\n#pragma once\n#include <span>\n#include "flintls/wire/error.hpp"\n'
                                      "// new, throw and malloc( in a comment\n"
                                      "struct new_key { new_key() = delete; int x = 1'000'000; };\n",
    "include/flintls/crypto/concepts.hpp": f'{SPDX}\n#include "flintls/registry/alert.hpp"\n',
    "include/flintls/crypto/mbedtls.hpp": f'{SPDX}\n#include <psa/crypto.h>\n#include "flintls/crypto/concepts.hpp"\n'
                                          '#include "flintls/crypto/mbedtls/hash.hpp"\n',
    "include/flintls/crypto/mbedtls/hash.hpp": f"{SPDX}\n#include <psa/crypto.h>\n",
    "include/flintls/policy.hpp": f'{SPDX}\n#include "flintls/message/client_hello.hpp"\n',
    "include/flintls/client.hpp": f'{SPDX}\n#include "flintls/ticket/store.hpp"\n#include "flintls/policy.hpp"\n',
    "include/flintls/flintls.hpp": f'{SPDX}\n#include "flintls/client.hpp"\n',
}


def header(body):
    return f"{SPDX}\n#pragma once\n{body}\n"


BAD = {
    "top level": {"notes.txt": ""},
    "not a header": {"include/flintls/wire/a.cpp": header("")},
    "outside flintls": {"include/other/a.hpp": header("")},
    "unknown folder": {"include/flintls/util/a.hpp": header("")},
    "no SPDX": {"include/flintls/wire/a.hpp": "#pragma once\n"},
    "heavy standard header": {"include/flintls/wire/a.hpp": header("#include <vector>")},
    "C header": {"include/flintls/wire/a.hpp": header("#  include <stdint.h>")},
    "relative include": {"include/flintls/wire/a.hpp": header('#include "error.hpp"')},
    "upward include": {"include/flintls/wire/a.hpp": header('#include "flintls/registry/alert.hpp"')},
    "message knows policy": {"include/flintls/message/a.hpp": header('#include "flintls/policy.hpp"')},
    "crypto knows extension": {"include/flintls/crypto/a.hpp": header('#include "flintls/extension/cookie.hpp"')},
    "extension knows crypto": {"include/flintls/extension/a.hpp": header('#include "flintls/crypto/concepts.hpp"')},
    "ticket knows hello": {"include/flintls/ticket/a.hpp": header('#include "flintls/hello/view.hpp"')},
    "record knows handshake": {"include/flintls/record/a.hpp": header('#include "flintls/handshake/flow.hpp"')},
    "handshake knows a version": {"include/flintls/handshake/a.hpp": header('#include "flintls/tls12/flow.hpp"')},
    "renegotiation knows ticket": {"include/flintls/renegotiation/a.hpp": header('#include "flintls/ticket/store.hpp"')},
    "the whole from below": {"include/flintls/tls12/a.hpp": header('#include "flintls/flintls.hpp"')},
    "back end included": {"include/flintls/flintls.hpp": header('#include "flintls/crypto/mbedtls.hpp"')},
    "part of a back end included": {"include/flintls/crypto/a.hpp": header('#include "flintls/crypto/mbedtls/hash.hpp"')},
    "back end's header elsewhere": {"include/flintls/crypto/concepts.hpp": header("#include <psa/crypto.h>")},
    "macro": {"include/flintls/wire/a.hpp": header("#define FLINTLS_INLINE inline")},
    "new": {"include/flintls/wire/a.hpp": header("int* p = new int;")},
    "delete": {"include/flintls/wire/a.hpp": header("void f(int* p) { delete p; }")},
    "malloc": {"include/flintls/wire/a.hpp": header("void* p = malloc(3);")},
    "throw": {"include/flintls/wire/a.hpp": header("void f() { throw 1; }")},
    "typeid": {"include/flintls/wire/a.hpp": header("auto& t = typeid(int);")},
    "virtual": {"include/flintls/wire/a.hpp": header("struct s { virtual void f(); };")},
    "thread_local": {"include/flintls/wire/a.hpp": header("thread_local int x;")},
}


def breaches(tree):
    with tempfile.TemporaryDirectory() as root:
        for path, text in tree.items():
            path = os.path.join(root, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        return list(check_tree(root))


class Rules(unittest.TestCase):
    def test_a_good_tree_passes(self):
        self.assertEqual(breaches(GOOD), [])

    def test_every_breach_is_found(self):
        for name, seed in BAD.items():
            with self.subTest(name):
                self.assertEqual(len(breaches(GOOD | seed)), 1)


if __name__ == "__main__":
    unittest.main()
