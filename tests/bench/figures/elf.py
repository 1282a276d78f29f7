"""A reader of ELF images for 32-bit Arm: sections, symbols, and addresses of functions in the data."""
import functools
import struct

LOADED = 2  # SHF_ALLOC
NO_BITS = 8  # SHT_NOBITS
FUNCTION = 2  # STT_FUNC
VECTORS = "7vectorsE"  # the mangled name of the vector table in startup.cpp


class Image:
    """Sections and functions of a linked image."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.bytes = file.read()
        if self.bytes[:6] != b"\x7fELF\x01\x01":
            raise ValueError(f"{path}: not an ELF of 32 bits, little-endian")
        (table,) = struct.unpack_from("<I", self.bytes, 32)
        size, count, names = struct.unpack_from("<HHH", self.bytes, 46)
        headers = [struct.unpack_from("<10I", self.bytes, table + i * size) for i in range(count)]
        self.sections = {self.text(headers[names][4] + header[0]): header for header in headers}

    def text(self, at):
        return self.bytes[at:self.bytes.index(b"\0", at)].decode()

    def symbols(self):
        """Yields (name, value, size, type) of each symbol."""
        table, strings = self.sections[".symtab"], self.sections[".strtab"]
        for at in range(table[4], table[4] + table[5], 16):
            name, value, size, kind = struct.unpack_from("<IIIB", self.bytes, at)
            yield self.text(strings[4] + name), value, size, kind & 15

    def loaded(self):
        """Yields (address, bytes) of each section that is loaded."""
        for header in self.sections.values():
            if header[2] & LOADED and header[1] != NO_BITS:
                yield header[3], self.bytes[header[4]:header[4] + header[5]]

    def words(self):
        """Yields each aligned word of the loaded sections, without the vector table: only the processor calls its functions."""
        vectors = [range(value, value + size) for name, value, size, _ in self.symbols() if VECTORS in name]
        for address, content in self.loaded():
            for at in range(0, len(content) // 4 * 4, 4):
                if not any(address + at in table for table in vectors):
                    yield struct.unpack_from("<I", content, at)[0]


def functions(path):
    """Returns {address: names} of the functions."""
    found = {}
    for name, value, _, kind in Image(path).symbols():
        if kind == FUNCTION:
            found.setdefault(value & ~1, []).append(name)
    return found


@functools.lru_cache(maxsize=None)
def functions_pointed_at(path):
    """The functions whose address is a word of the image: in a table, or in the literal pool of a function, where GCC puts
    addresses at -Os. A number that equals the address of a function by chance counts, too."""
    named = functions(path)
    return sorted({name for word in Image(path).words() if word & 1 for name in named.get(word - 1, ())})
