"""The gate itself: worse figures are found, and call graphs are read right."""
import os
import tempfile
import unittest
from unittest import mock

from figures import baseline, stack, target

GRAPH = """
node: { title: "f" label: "f()\\nf.cpp:1:1\\n8 bytes (static)" }
node: { title: "f.cpp:g" label: "g()\\nf.cpp:2:1\\n16 bytes (static)" }
node: { title: "f.cpp:h" label: "h()\\nf.cpp:3:1\\n24 bytes (%s)" }
edge: { sourcename: "f" targetname: "f.cpp:g" label: "f.cpp:1:9" }
edge: { sourcename: "f" targetname: "f.cpp:h" label: "f.cpp:1:9" }
"""


def chain(text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "f.ci")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return stack.worst_chain(path, "no image", "f")


class Stack(unittest.TestCase):
    def test_the_worst_chain_is_the_deepest_one(self):
        self.assertEqual(chain(GRAPH % "static"), [("f", 8), ("h", 24)])
        deeper = GRAPH % "static" + 'edge: { sourcename: "f.cpp:g" targetname: "f.cpp:h" label: "" }\n'
        self.assertEqual(stack.depth(chain(deeper)), 48)

    def test_recursion_has_no_worst_chain(self):
        with self.assertRaisesRegex(ValueError, "recursion"):
            chain(GRAPH % "static" + 'edge: { sourcename: "f.cpp:h" targetname: "f" label: "" }\n')

    def test_a_pointer_may_lead_to_whatever_is_pointed_at_and_is_not_on_the_chain(self):
        graph = GRAPH % "static" + 'edge: { sourcename: "f.cpp:g" targetname: "__indirect_call" label: "" }\n' + \
            'node: { title: "deep" label: "deep()\\nf.cpp:4:1\\n96 bytes (static)" }\n'
        with mock.patch.object(stack.elf, "functions_pointed_at", lambda _: ["deep", "f", "g", "h"]):
            self.assertEqual(chain(graph), [("f", 8), ("g", 16), ("deep", 96)])

    def test_a_frame_of_unknown_size_is_refused(self):
        with self.assertRaisesRegex(ValueError, "dynamic"):
            chain(GRAPH % "dynamic")

    def test_paint_below_the_static_chain_is_a_contradiction(self):
        row = {"instructions": 1, "stack_static": 8, "stack_painted": 12}
        self.assertEqual(len(list(target.contradictions({"empty": 7, "parse": {"a": row}}))), 1)
        self.assertEqual(list(target.contradictions({"parse": {"a": row | {"stack_painted": 8}}})), [])


class Baseline(unittest.TestCase):
    committed = {"target": {"empty": 7, "parse": {"a": {"instructions": 100}}, "flash": {"parse": 50}}}

    def compare(self, instructions, flash):
        return baseline.compare(self.committed, {"empty": 9, "parse": {"a": {"instructions": instructions}},
                                                 "flash": flash})

    def test_the_same_figures_are_neither_worse_nor_better(self):
        self.assertEqual(self.compare(100, {"parse": 50}), ([], []))

    def test_one_worse_figure_is_found_among_better_ones(self):
        worse, better = self.compare(1, {"parse": 51})
        self.assertEqual((worse, len(better)), (["flash/parse: 50 → 51"], 1))

    def test_a_figure_that_vanished_is_worse(self):
        self.assertEqual(self.compare(100, {})[0], ["flash/parse: 50 → not measured"])

    def test_a_new_figure_is_not(self):
        self.assertEqual(self.compare(100, {"parse": 50, "more": 1}), ([], ["flash/more: new → 1"]))


if __name__ == "__main__":
    unittest.main()
