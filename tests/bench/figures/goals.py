"""The goals, and the distance of each figure to its goal."""
import json


class Goals:
    def __init__(self, path, flat):
        """flat: {path: measured figure}."""
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        self.goals, self.stretch, self.without_empty = data["goals"], data["stretch"], set(data["without_empty"])
        self.flat = flat

    def measured(self, path):
        """The figure that is compared with the goal: where the goal does not count it, without the empty measurement. None if
        the figure was not measured."""
        figure = self.flat.get(path)
        return figure if figure is None or path not in self.without_empty else figure - self.flat["target/empty"]

    def goal(self, path):
        return self.goals.get(path)

    def distance(self, path):
        """A text: `-8` is 8 below the goal; `+12 (2 %)` is 12 above the goal."""
        figure, goal = self.measured(path), self.goal(path)
        if figure is None or goal is None:
            return None
        over = figure - goal
        return f"{over:+,}" if over <= 0 or goal == 0 else f"**{over:+,}** ({100 * over / goal:.0f} %)"
