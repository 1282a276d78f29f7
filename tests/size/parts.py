"""Flash and RAM of an image by part. Code belongs to the part of its source file, also where it is inlined into a function of
another part (objdump -l of an image with debug information). Data belongs to the part of its symbol (linker map)."""
import bisect
import collections
import re
import subprocess

NAMES = ["codec", "renegotiation", "tickets", "driver", "crypto", "start-up", "application"]
OTHER = "application"  # for symbols that match no pattern

# Patterns of source files; the first match counts. Code of the C++ library's headers belongs to the part before it in the image.
FILES = [
    ("renegotiation", r"include/flintls/renegotiation/"),
    ("tickets", r"include/flintls/ticket/"),
    ("driver", r"include/flintls/(record|handshake|tls12|tls13|versions)/|include/flintls/(client|server)\.hpp"),
    ("crypto", r"include/flintls/crypto/|ports/(aes|mbedtls)/|/library/\w+\.[ch]$|/p256-m/|/3rdparty/|/include/(psa|mbedtls)/|_driver_wrappers"),
    ("codec", r"include/flintls/"),
    ("start-up", r"ports/"),
    ("application", r"examples/|tests/"),
]
# Patterns of demangled symbols, for data and for code without debug information, which is that of the C library.
SYMBOLS = [
    ("start-up", r"board::|flintls_(reset|system_tick)|vectors|fault$|.*lib_a-|.*libgcc|\.vectors|abort"),
    ("record buffers", r"(.*::)?(buffers|receive|transmit|messages)$"),
    ("connection", r"client$"),
    ("renegotiation", r"flintls::v0::(renegotiation|client_renegotiation|server_renegotiation|judge)"),
    ("tickets", r"flintls::v0::(ticket|client_resumption|aead_ticket|boot_counter)|.*::store$"),
    ("driver", r"flintls::v0::(tls12|tls13|versions|flow|handshake_engine)::|flintls::v0::(record_|connection|driver|inbox|outbox|client|server|read_leaf|read_key|trust|check_signature|put_chain|sign\\b)|firmware::next$"),
    ("crypto", r"flintls::v0::(mbedtls::|hmac_steps|prf|psk_over|secret_bytes|hkdf)"),
    ("codec", r"flintls::v0::"),
    ("application", r"firmware::|main|c_api::|flintls_client_|board_|(judge_answer|refuse|hello|print|peek_once|show|serve|renew)$|CSWTCH"),
    ("crypto", r"\w+$"),  # names of C: Mbed TLS
]

# A line of the map: " .text._ZN...   0x00001234   0x56 file.o". A long name has a line of its own.
SECTION = re.compile(r"^ (\.[^\s]+|COMMON)\s*\n?\s+0x([0-9a-f]+)\s+0x([0-9a-f]+) (\S.*)$", re.M)
PREFIX = re.compile(r"^\.(text|rodata|bss|data|vectors)\.?(unlikely\.|startup\.)?(cst\d+|str[\d.]+)?")
PLACES = re.compile(r"^(FLASH|RAM)\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)", re.M)


def plain(name):
    """The name without arguments, template arguments, return type and suffixes of the compiler."""
    name = re.sub(r"\(anonymous namespace\)::| \[clone.*|\.(part|constprop|isra|lto_priv|cold|str1)\b.*", "", name)
    while (shorter := re.sub(r"<[^<>]*>|\([^()]*\)( const&?)?", "", name)) != name:
        name = shorter
    return name.split(" ")[-1]


def part_of(text, table):
    return next((part for part, pattern in table if re.search(pattern, text)), None)


def part_of_symbol(name):
    return next((part for part, pattern in SYMBOLS if re.match(pattern, name)), OTHER)


def instructions(image):
    """Returns (addresses of the instructions, the source file of each or None)."""
    listing = subprocess.run(["arm-none-eabi-objdump", "-d", "-l", "--no-show-raw-insn", image], capture_output=True, text=True,
                             check=True).stdout
    addresses, files, file = [], [], None
    for line in listing.split("\n"):
        if re.match(r"[0-9a-f]+ <.*>:$", line):
            file = None
        elif found := re.match(r"(/.*):\d+", line):
            file = found[1]
        elif found := re.match(r"\s*([0-9a-f]+):\t", line):
            addresses.append(int(found[1], 16))
            files.append(file)
    return addresses, files


def count_code(code, first, size, fallback, flash):
    """Counts an input section of code: each instruction belongs to the part of its file. If its file has no part, it belongs to
    the part of the instruction before."""
    addresses, files = code
    at = bisect.bisect_left(addresses, first)
    end, last = first + size, None
    while at < len(addresses) and addresses[at] < end:
        following = min(addresses[at + 1] if at + 1 < len(addresses) else end, end)
        part = (files[at] and part_of(files[at], FILES)) or last or fallback
        flash[part] += following - addresses[at]
        last = part
        at += 1


def of_image(image):
    """Returns ({part: bytes of flash}, {part: bytes of RAM}). The map is beside the image."""
    with open(image + ".map", encoding="utf-8") as file:
        text = file.read()
    places = {name: range(int(start, 16), int(start, 16) + int(size, 16)) for name, start, size in PLACES.findall(text)}
    found = [(name, int(address, 16), int(size, 16), file)
             for name, address, size, file in SECTION.findall(text[text.index("Linker script and memory map"):])
             if int(size, 16) and re.match(r"\.(text|rodata|data|bss|vectors)|COMMON", name)]
    names = subprocess.run(["c++filt"], input="\n".join(PREFIX.sub("", name) for name, *_ in found), capture_output=True,
                           text=True, check=True).stdout.split("\n")
    code = instructions(image)
    flash, ram = collections.Counter(), collections.Counter()
    for (section, address, size, file), name in zip(found, names):
        part = part_of_symbol(plain(name) or (section if section == ".vectors" else file))
        if address in places["RAM"]:
            ram[part] += size
        if section.startswith(".text"):
            count_code(code, address, size, part, flash)
        elif address in places["FLASH"] or section.startswith(".data"):
            flash[part] += size
    return flash, ram
