"""The figures as tables of Markdown."""
import os

HEADLINE = ["mbedtls36_tls12", "openssl3_tls12", "openssl3_s_client", "curl_openssl3", "chromium156_1"]
HOST_HEADLINE = ["openssl3_tls12", "openssl3_s_client", "chromium156_1"]


def table(title, header, rows, note=None):
    lines = [f"## {title}", "", *([note, ""] if note else [])]
    lines += ["| " + " | ".join(show(cell) for cell in row) + " |" for row in [header, ["---"] * len(header), *rows]]
    return "\n".join(lines) + "\n"


def show(cell):
    if cell is None:
        return ""
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


class Report:
    def __init__(self, figures, goals, vectors):
        """vectors: the folder with the .bin files."""
        self.figures, self.goals = figures, goals
        names = [name.removesuffix(".bin") for name in os.listdir(vectors) if name.endswith(".bin")]
        self.size = {name: os.path.getsize(os.path.join(vectors, name + ".bin")) for name in names}
        self.vectors = sorted(names, key=lambda name: (name.startswith("serverhello"), self.size[name], name))

    def text(self):
        parts = []
        if "target" in self.figures:
            parts += [self.parse(), self.every_vector(), self.messages(), self.streams(), self.hostile(), self.rules(), self.flash(), self.ram(), self.drivers(), self.chains()]
        if "host" in self.figures:
            parts += [self.host(), self.host_vectors(), self.compiling()]
        return "\n".join(parts)

    def comparison(self, title, paths, columns, note=None):
        """A table with a column for each figure, and rows for the measured figure, its goal and the distance."""
        pick = self.goals
        rows = [["**flintls**", *map(pick.measured, paths)], ["goal", *map(pick.goal, paths)],
                ["distance", *map(pick.distance, paths)]]
        if any(path in pick.stretch for path in paths):
            rows.append(["stretch", *map(pick.stretch.get, paths)])
        return table(title, ["", *columns], rows, note)

    def listing(self, title, named, note=None):
        """A table with a row for each (name, path)."""
        rows = [[name, self.goals.measured(path), self.goals.goal(path), self.goals.distance(path)]
                for name, path in named]
        return table(title, ["", "flintls", "goal", "distance"], rows, note)

    def parse(self):
        paths = [f"target/parse/{name}/instructions" for name in HEADLINE]
        columns = [f"{self.size[name]} B" for name in HEADLINE]
        stack = [f"target/parse/{HEADLINE[0]}/{kind}" for kind in ("stack_static", "stack_painted")]
        return self.comparison(
            "Parse one ClientHello into typed fields, Cortex-M4 instructions", [*paths, *stack],
            [*columns, "stack static", "painted"],
            f"Counted around the call of the C function, the empty measurement ({self.figures['target']['empty']}) "
            "included.")

    def every_vector(self):
        target = self.figures["target"]
        rows = []
        for name in self.vectors:
            read, write = target["parse"][name], target["serialize"][name]
            second = target["second_policy"].get(name, {"instructions": None})
            rows.append([name, self.size[name], *read.values(), *write.values(), second["instructions"]])
        return table("Every vector, Cortex-M4 instructions and bytes of stack",
                     ["", "bytes", "parse", "static", "painted", "serialize", "static", "painted",
                      "parse by the second policy"], rows,
                     "Parsed without the handshake header, written with it.")

    def messages(self):
        named = [(name, f"target/messages/{name}/instructions") for name in self.figures["target"]["messages"]]
        named += [(f"{group} serverhello_mbedtls36", f"target/{group}/serverhello_mbedtls36/instructions")
                  for group in ("parse", "serialize")]
        exact = ", ".join(path.split("/")[2] for path in sorted(self.goals.without_empty))
        return self.listing("Other messages, Cortex-M4 instructions", named, f"Without the empty measurement: {exact}.")

    def streams(self):
        target = self.figures["target"]
        rows = [[name, row["instructions"], self.goals.goal(f"target/stream/{name}/instructions"),
                 self.goals.distance(f"target/stream/{name}/instructions"),
                 target["stream_by_64"][name]["instructions"], row["stack_static"]]
                for name, row in target["stream"].items()]
        return table("Stream one ClientHello into 320 bytes, Cortex-M4 instructions",
                     ["", "whole", "goal", "distance", "in pieces of 64 B", "stack static"], rows,
                     "With the handshake header, in one piece and in many; the extensions of the tables above.")

    def hostile(self):
        named = [(f"{group} {name}", f"target/{group}/{name}/instructions")
                 for group in ("hostile_4k", "hostile_64k") for name in self.figures["target"][group]]
        return self.listing("Hostile hellos of empty unknown extensions, Cortex-M4 instructions", named)

    def rules(self):
        named = [(f"{name.replace('_', ': ')}, {kind}", f"target/renegotiation/{name}/{kind}")
                 for name in self.figures["target"]["renegotiation"] for kind in ("instructions", "stack_static")
                 if kind == "instructions" or name.endswith("_hello")]
        named += [(f"{part.replace('_', ', ')}: flash", f"target/flash_without_copy/{part}")
                  for part in self.figures["target"]["flash_without_copy"]]
        return self.listing("Rules of renegotiation, Cortex-M4", named,
                            "Stack: the deepest chain of the part. Flash: alone, in an image that has copy() already.")

    def flash(self):
        target = self.figures["target"]
        paths = [f"{group}/{name}" for group in ("flash", "flash_sums") for name in target[group]]
        rows = [[path.replace("flash_sums/", "sum: ").removeprefix("flash/"), self.goals.measured(f"target/{path}"),
                 target["flash_alone"].get(path.removeprefix("flash/")), self.goals.goal(f"target/{path}"),
                 self.goals.distance(f"target/{path}")] for path in paths]
        library = ", ".join(f"{name} {size}" for name, size in sorted(target["flash_c_library"].items()))
        return table("Flash, Cortex-M4 -Os, bytes", ["", "added", "alone", "goal", "distance"], rows,
                     "Added: to an image with all parts above it. Alone: the part and all that it calls. Both from "
                     f"images that a linker made of nothing else; not counted: {library} of the C library.")

    def ram(self):
        named = [(name, f"target/ram/{name}") for name in self.figures["target"]["ram"]]
        return self.listing("RAM, Cortex-M4, bytes", named, "Static: .data and .bss. The others: a parsed message.")

    def drivers(self):
        rows = self.figures["target"]["drivers"]
        named = [(f"{name.replace('_', ' ', 1).replace('_', ' and ')}: {kind.replace('_', ' ')}", f"target/drivers/{name}/{kind}")
                 for name, row in rows.items() for kind in row]
        return self.listing("Drivers of TLS 1.2, Cortex-M4 -Os, bytes", named,
                            "Flash and stack without crypto and C library. State: the object, with Mbed TLS's states of "
                            "hashes; with keys: and the slots that one connection needs there.")

    def chains(self):
        named = [(f"{name.replace('_', ' ')}: {kind.replace('_', ' ')}", f"target/chains/{name}/{kind}")
                 for name, row in self.figures["target"]["chains"].items() for kind in row]
        return self.listing("Chains of two signatures, Cortex-M4, bytes and instructions", named,
                            "Clients of TLS 1.2, whole images, optimised at link time. The judge is in their RAM. "
                            "Instructions and painted stack of a chain with crypto.")

    def host(self):
        paths = [f"host/parse/{name}/instructions" for name in HOST_HEADLINE]
        columns = [f"parse {self.size[name]} B" for name in HOST_HEADLINE]
        return self.comparison("Host, x86-64 instructions (callgrind), -O2",
                               [*paths, "host/serialize/openssl3_tls12/instructions"],
                               [*columns, f"serialize {self.size['openssl3_tls12']} B"])

    def host_vectors(self):
        host = self.figures["host"]
        rows = [[name, self.size[name], *(host[group][name]["instructions"] for group in ("parse", "serialize"))]
                for name in self.vectors]
        return table("Every vector on the host", ["", "bytes", "parse", "serialize"], rows)

    def compiling(self):
        named = [(f"{unit}: {kind}", f"host/compile/{unit}/{kind}")
                 for unit, row in self.figures["host"]["compile"].items() for kind in row]
        return self.listing("Compiling one unit, g++ -O0", named,
                            "tls_client: the policy and the client of examples/firmware/tls_client.cpp. Milliseconds of user and "
                            "system time, the largest memory; medians of five.")
