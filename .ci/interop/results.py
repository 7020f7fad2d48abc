"""What the clients said, and whether it is what they had to say."""

import dataclasses
import sys


@dataclasses.dataclass(frozen=True)
class Row:
    """One line of the table: a client that is to pass these checks, and to say that it cannot do those."""

    name: str
    role: str
    through: str
    compression: str
    checks: tuple
    without: tuple
    play: object = dataclasses.field(compare=False)

    def title(self):
        return "-".join(part for part in (self.name, self.role, self.through, self.compression) if part)


class Played:
    """What a client has said."""

    def __init__(self, row, program_output, exit_code, peer, seconds):
        lines = program_output.splitlines()
        self.row = row
        self.output = program_output
        self.peer = peer or next(iter(self.after("peer    ", lines)), f"{row.name}, which named no version")
        self.seconds = seconds
        self.passed = [line for line in self.after("ok      ", lines) if line in row.checks]
        self.complaints = [line for line in lines if line.startswith("FAILED")]
        self.complaints += [f"did not pass: {check}" for check in row.checks if check not in self.passed]
        if sorted(self.after("no api  ", lines)) != sorted(row.without):
            self.complaints.append(f"expected to be without {row.without}, not {self.after('no api  ', lines)}")
        if exit_code != 0:
            self.complaints.append(f"exit code {exit_code}")

    @staticmethod
    def after(word, lines):
        return [line[len(word):] for line in lines if line.startswith(word)]


def print_table(played):
    heads = ("peer", "is the", "through", "compression", "checks", "seconds", "result")
    lines = [(each.peer, each.row.role, each.row.through, each.row.compression,
              f"{len(each.passed)} of {len(each.row.checks)}", f"{each.seconds:.1f}",
              "FAILED" if each.complaints else "passed") for each in played]
    widths = [max(map(len, column)) for column in zip(heads, *lines)]
    for line in (heads, *lines):
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())


def report(played):
    print_table(played)
    failed = [each for each in played if each.complaints]
    for each in failed:
        print(f"\n{each.row.title()}:\n  " + "\n  ".join(each.complaints), file=sys.stderr)
        print(f"It said:\n{each.output}", file=sys.stderr)
    print(f"{len(played) - len(failed)} of {len(played)} rows passed")
    return 1 if failed or not played else 0
