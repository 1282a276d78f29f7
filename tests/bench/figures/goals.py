"""The goals, and how far a figure is from its own."""
import json


class Goals:
    def __init__(self, path, flat):
        """flat: the measured figures by path."""
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        self.goals, self.stretch, self.without_empty = data["goals"], data["stretch"], set(data["without_empty"])
        self.flat = flat

    def measured(self, path):
        """The figure as its goal counts it; None where it was not measured."""
        figure = self.flat.get(path)
        return figure if figure is None or path not in self.without_empty else figure - self.flat["target/empty"]

    def goal(self, path):
        return self.goals.get(path)

    def distance(self, path):
        """`-8`: reached, with 8 to spare. `+12 (2 %)`: 12 too many."""
        figure, goal = self.measured(path), self.goal(path)
        if figure is None or goal is None:
            return None
        over = figure - goal
        return f"{over:+,}" if over <= 0 or goal == 0 else f"**{over:+,}** ({100 * over / goal:.0f} %)"
