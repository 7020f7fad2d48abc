"""Whatever a client leaves out or gets wrong is seen.

Usage: results_test.py
"""

import contextlib
import io
import unittest

from results import Played, Row, report

CHECKS = ("text comes back", "closes are echoed")
GOOD = "peer    some 1.0\nok      text comes back\nok      closes are echoed\nno api  pings are answered\n"


def played(output, exit_code=0):
    row = Row("some", "client", "", "plain", CHECKS, ("pings are answered",), None)
    return Played(row, output, exit_code, None, 1.0)


def reported(*all_played):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return report(list(all_played))


class ResultsTest(unittest.TestCase):

    def test_all_checks_and_nothing_else_is_a_success(self):
        self.assertEqual([], played(GOOD).complaints)
        self.assertEqual("some 1.0", played(GOOD).peer)
        self.assertEqual(0, reported(played(GOOD)))

    def test_a_failed_check_is_seen(self):
        self.assertTrue(played(GOOD.replace("ok      closes", "FAILED  closes")).complaints)

    def test_a_failure_beside_all_checks_is_seen(self):
        self.assertTrue(played(GOOD + "FAILED  something else\n").complaints)

    def test_a_check_that_did_not_run_is_seen(self):
        self.assertEqual(["did not pass: closes are echoed"],
                         played(GOOD.replace("ok      closes are echoed\n", "")).complaints)

    def test_a_check_cannot_be_left_out_for_want_of_an_api_unless_that_is_known(self):
        self.assertTrue(played(GOOD.replace("ok      closes", "no api  closes")).complaints)

    def test_an_api_that_has_come_is_seen(self):
        self.assertTrue(played(GOOD.replace("no api  pings", "ok      pings")).complaints)

    def test_an_exit_code_is_seen(self):
        self.assertTrue(played(GOOD, 1).complaints)
        self.assertTrue(played(GOOD, -9).complaints)
        self.assertTrue(played(GOOD, "not done within 180 s").complaints)

    def test_a_program_that_says_nothing_fails(self):
        self.assertEqual(len(CHECKS) + 1, len(played("").complaints))

    def test_one_bad_row_fails_all(self):
        self.assertEqual(1, reported(played(GOOD), played("")))

    def test_no_rows_are_no_success(self):
        self.assertEqual(1, reported())


if __name__ == "__main__":
    unittest.main()
