"""Fails when a test was skipped in every run that knows it, and names it with its reason.

Usage: skipped_tests.py REPORTS_OF_ONE_RUN...
Each argument is a folder with Surefire's TEST-*.xml files, at any depth.
"""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree


def outcomes(folder):
    """Yields (class, test, reason) of every report; the reason of an executed test is None."""
    for report in sorted(pathlib.Path(folder).rglob("TEST-*.xml")):
        for case in ElementTree.parse(report).getroot().iter("testcase"):
            skipped = case.find("skipped")
            reason = None
            if skipped is not None:
                reason = skipped.get("message") or (skipped.text or "").strip() or "no reason given"
            yield case.get("classname", ""), case.get("name", ""), reason


def main(folders):
    executed, skipped, failed = set(), {}, False
    for folder in folders:
        ran = 0
        for type_name, test, reason in outcomes(folder):
            if reason is None:
                ran += 1
                # a class skipped as a whole is reported once, without the names of its tests
                executed.update({(type_name, test), (type_name, ""), (type_name, type_name)})
            else:
                skipped.setdefault((type_name, test), reason)
        print(f"{folder}: {ran} tests ran")
        if ran == 0:
            print(f"No test ran: {folder}", file=sys.stderr)
            failed = True
    for (type_name, test), reason in sorted(skipped.items()):
        if (type_name, test) not in executed:
            print(f"Skipped in every run: {type_name}#{test}: {reason}", file=sys.stderr)
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
