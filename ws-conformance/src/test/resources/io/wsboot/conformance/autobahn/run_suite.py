# Runs Autobahn|Testsuite in one mode: run_suite.py fuzzingclient|fuzzingserver SPEC.json
import json
import sys

from autobahntestsuite import wstest


def as_bytes(value):
    """The suite is Python 2 and wants byte strings where JSON gives Unicode."""
    if isinstance(value, dict):
        return dict((as_bytes(key), as_bytes(each)) for key, each in value.items())
    if isinstance(value, list):
        return [as_bytes(each) for each in value]
    if isinstance(value, unicode):
        return value.encode('utf-8')
    return value


with open(sys.argv[2]) as spec:
    wstest.start({'mode': sys.argv[1], 'debug': False, 'webport': 0, 'key': None, 'cert': None, 'ident': None},
                 as_bytes(json.load(spec)))
