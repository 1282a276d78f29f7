"""sentences_test.py <root>: each suite, group and signature scheme of the registries that the drivers do not implement must have
an error message with its name in handshake/unsupported.hpp."""
import os
import re
import sys

INCLUDE = os.path.join(sys.argv[1], "include", "flintls")
TESTS = os.path.join(sys.argv[1], "tests")
# The code points that the drivers implement, and signalling suites, which no policy may name.
KNOWN = {
    "cipher_suite": {"psk_with_aes_128_gcm_sha256", "psk_with_aes_128_ccm_8", "ecdhe_psk_with_aes_128_gcm_sha256",
                     "ecdhe_psk_with_aes_128_ccm_8_sha256", "ecdhe_ecdsa_with_aes_128_gcm_sha256",
                     "ecdhe_ecdsa_with_aes_128_ccm", "ecdhe_ecdsa_with_aes_128_ccm_8", "ecdhe_rsa_with_aes_128_gcm_sha256",
                     "ecdhe_psk_with_chacha20_poly1305_sha256", "ecdhe_ecdsa_with_chacha20_poly1305_sha256",
                     "ecdhe_rsa_with_chacha20_poly1305_sha256", "chacha20_poly1305_sha256",
                     "ecdhe_ecdsa_with_aes_256_gcm_sha384", "ecdhe_rsa_with_aes_256_gcm_sha384", "aes_256_gcm_sha384",
                     "aes_128_gcm_sha256", "aes_128_ccm_sha256", "aes_128_ccm_8_sha256",
                     "empty_renegotiation_info_scsv", "fallback_scsv"},
    "named_group": {"secp256r1", "x25519"},
    "signature_scheme": {"ecdsa_secp256r1_sha256", "rsa_pkcs1_sha256", "rsa_pss_rsae_sha256"},
}


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def names(registry):
    """Returns {(enumerator, name)} of a registry."""
    enum = read(INCLUDE, "registry", f"{registry}.hpp").split(f"enum class {registry} ")[1].split("};")[0]
    values = {int(value, 0): name for name, value in re.findall(r"^\s*(\w+) = (\w+),", enum, re.MULTILINE)}
    rows = read(TESTS, "registry", "spelling.cpp").split(f"spellings_of_{registry}[]")[1].split("};")[0]
    spelt = {int(value, 0): name for value, name in re.findall(r'\{(\w+), "([^"]+)"\}', rows)}
    return {(name, spelt.get(value)) for value, name in values.items()}


faults = []
text = re.sub(r'"\s*\n\s*"', "", read(INCLUDE, "handshake", "unsupported.hpp"))
for registry, known in KNOWN.items():
    section = text.split(f"using enum {registry};")[1].split("return false;")[0]
    messages = set(re.findall(r'Value != (\w+),\s*"flintls: (?:the drivers do not have|the policy\'s crypto has no) ([^"]+)"', section))
    rows = names(registry)
    required = {row for row in rows if row[0] not in known}
    faults += [f"{registry}: {each} has no error message" for each in sorted(required - messages)]
    faults += [f"{registry}: {each} has an error message, but is implemented or unknown" for each in sorted(messages - required)]
    if len(rows) < 40:
        faults.append(f"{registry}: only {len(rows)} names found, expected at least 40")
print("\n".join(faults))
sys.exit(1 if faults else 0)
