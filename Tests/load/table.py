"""The table that `deploy/bench` prints: what was measured, against what, and whether that is enough."""

from dataclasses import dataclass


@dataclass
class Row:
    what: str
    measured: str
    # What the goal speaks of, when it is a share of something measured in the same minute.
    reference: str = ""
    ratio: float | None = None
    goal: str = ""
    reached: bool | None = None

    def cells(self):
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        verdict = {True: "reached", False: "NOT reached", None: ""}[self.reached]
        return (self.what, self.measured, self.reference, ratio, self.goal, verdict)

    def __str__(self):
        return "  ".join(cell for cell in self.cells() if cell)


HEADER = ("WHAT", "MEASURED", "REFERENCE", "RATIO", "GOAL", "")


def table(rows):
    """The rows in columns as wide as they must be."""
    cells = [HEADER, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in cells)
