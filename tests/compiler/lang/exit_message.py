"""sys.exit with text: printed on stderr, code 1."""

import sys

print("start")
sys.exit("fatal: no config")
