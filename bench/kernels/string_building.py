"""Builds strings piece by piece, splits, joins and searches them. argv[1]: rounds."""

import sys


def build(rounds: int) -> int:
    total = 0
    for number in range(rounds):
        text = ""
        for i in range(200):
            text += "key" + str(i) + "=" + str(number) + "&"
        parts = text.split("&")
        joined = ";".join(parts)
        if "key199=" in joined:
            total += len(joined)
        total += joined.find("key150=")
        total += len(joined.replace("key", "k").upper())
    return total


print(build(int(sys.argv[1])))
