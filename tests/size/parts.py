"""What an image is made of: flash and RAM by part, read from the linker's map (ld -Map)."""
import collections
import re
import subprocess

# By what an input section is called, demangled; the first that fits counts. With link-time optimisation this is where the
# code is after inlining: much of the codec, the rules and the tickets is within functions of the driver.
PARTS = [
    ("start-up", r"board::|flintls_(reset|system_tick)|vectors|fault$|.*lib_a-|.*libgcc|\.vectors|abort"),
    ("record buffers", r"(.*::)?(buffers|receive|transmit|messages|client)$"),
    ("renegotiation", r"flintls::v0::(renegotiation|client_renegotiation|server_renegotiation|judge)"),
    ("tickets", r"flintls::v0::(ticket|client_resumption|aead_ticket|boot_counter)|.*::store$"),
    ("driver", r"flintls::v0::tls12::|firmware::next$"),
    ("crypto", r"flintls::v0::(mbedtls::|hmac_steps|prf|psk_over|psk_bytes|hkdf)"),
    ("codec", r"flintls::v0::"),
    ("application", r"firmware::|main$|c_api::|flintls_client_|board_|(judge_answer|refuse|hello|print|peek_once|show|serve|renew)$"),
    ("crypto", r"\w+$"),  # C
]
OTHER = "application"  # and what was inlined into it

# " .text._ZN...   0x00001234   0x56 file.o", the name on a line of its own if it is long.
SECTION = re.compile(r"^ (\.[^\s]+|COMMON)\s*\n?\s+0x([0-9a-f]+)\s+0x([0-9a-f]+) (\S.*)$", re.M)
PREFIX = re.compile(r"^\.(text|rodata|bss|data|vectors)\.?(unlikely\.|startup\.)?(cst\d+|str[\d.]+)?")
PLACES = re.compile(r"^(FLASH|RAM)\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)", re.M)


def plain(name):
    """Without arguments, template arguments, return type and what the compiler appends."""
    name = re.sub(r"\(anonymous namespace\)::| \[clone.*|\.(part|constprop|isra|lto_priv|cold)\b.*", "", name)
    while (shorter := re.sub(r"<[^<>]*>|\([^()]*\)( const&?)?", "", name)) != name:
        name = shorter
    return name.split(" ")[-1]


def of_map(path):
    """({part: bytes of flash}, {part: bytes of RAM})"""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    places = {name: range(int(start, 16), int(start, 16) + int(size, 16)) for name, start, size in PLACES.findall(text)}
    found = [(name, int(address, 16), int(size, 16), file)
             for name, address, size, file in SECTION.findall(text[text.index("Linker script and memory map"):])
             if int(size, 16) and re.match(r"\.(text|rodata|data|bss|vectors)|COMMON", name)]
    names = subprocess.run(["c++filt"], input="\n".join(PREFIX.sub("", name) for name, *_ in found), capture_output=True,
                           text=True, check=True).stdout.split("\n")
    flash, ram = collections.Counter(), collections.Counter()
    for (section, address, size, file), name in zip(found, names):
        shown = plain(name) or file
        part = next((part for part, pattern in PARTS if re.match(pattern, shown)), OTHER)
        if address in places["RAM"]:
            ram[part] += size
        if address in places["FLASH"] or section.startswith(".data"):
            flash[part] += size
    return flash, ram
