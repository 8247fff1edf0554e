"""Scans log lines with regular expressions. argv[1]: rounds."""

import re
import sys

LINE = re.compile(
    r'^(\d+\.\d+\.\d+\.\d+) - (\w+|-) \[([^\]]+)\] "(GET|POST) ([^ ]+) HTTP/1\.[01]" (\d{3}) (\d+)$'
)
BAD = re.compile(r"(?i)union\s+select|<script|\.\./")


def main() -> None:
    lines = [
        f"10.0.{i % 256}.{i * 7 % 256} - alice [22/Nov/2026:10:00:{i % 60:02d} +0000] "
        f'"GET /api/items/{i}?q=a%20b{"../etc" if i % 10 == 0 else ""} HTTP/1.1" 200 {i * 13}'
        for i in range(500)
    ]
    total = 0
    bad = 0
    for _ in range(int(sys.argv[1])):
        for line in lines:
            match = LINE.match(line)
            if match is not None:
                total += int(match.group(7))
            if BAD.search(line) is not None:
                bad += 1
    print(total, bad)


main()
