"""The parts of the codec that are measured: their order, their names in the figures, and the paths of their files."""
import os

# The order of the flash images: the flash of a part is what the part adds to the parts before it.
PARTS = ["parse_client_hello", "write_client_hello", "parse_server_hello", "write_server_hello",
         "parse_new_session_ticket", "write_new_session_ticket", "parse_second_policy",
         "build_client_hello", "build_server_hello",
         "compiled_client_hello", "scattered_client_hello",
         "stream_client_hello", "renegotiation_client", "renegotiation_server",
         "ticket_store", "session_save", "session_load", "ticket_seal", "ticket_open", "ticket_keys",
         "assemble_client_hello"]
RULES = ["renegotiation_client", "renegotiation_server"]
SERVER_TICKETS = ["ticket_seal", "ticket_open", "ticket_keys"]
NAMED = [*RULES, "ticket_store", "session_save", "session_load", *SERVER_TICKETS]


def key(part):
    """The name of the part in the figures: first the message, then the operation."""
    verb, _, noun = part.partition("_")
    return noun if noun == "second_policy" else part if part in NAMED else f"{noun}_{verb}"


def part_of(group, name):
    """The part that belongs to a line of the measuring program's output."""
    if group in ("parse", "serialize"):
        noun = "server_hello" if name.startswith("serverhello") else "client_hello"
        return ("parse_" if group == "parse" else "write_") + noun
    if group == "renegotiation":
        return f"renegotiation_{name.partition('_')[0]}"
    if group.startswith("stream"):
        return "stream_client_hello"
    if group == "server_tickets":
        return f"ticket_{name.partition('_')[0]}"
    if group == "messages":
        return name.rpartition("_")[0]
    return "parse_second_policy" if group == "second_policy" else "parse_client_hello"


def symbol(part):
    return f"flintls_bench_{part}"


def folder(build):
    return os.path.join(build, "tests", "bench")


def flash_image(build, kind, part):
    """kind: `alone` or `together` (with the parts before it)."""
    return os.path.join(folder(build), f"bench_flash_{kind}_{part}.elf")


def call_graph(build, part):
    inside = "" if part == "parse_client_hello" else "parts"
    return os.path.join(folder(build), "CMakeFiles", "flintls_bench_parts.dir", inside, part + ".cpp.ci")
