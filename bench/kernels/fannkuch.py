"""The fannkuch-redux kernel: integers in lists. argv[1]: the size of the permutations."""

import sys


def fannkuch(n: int) -> tuple[int, int]:
    perm1 = list(range(n))
    count = [0] * n
    best = 0
    checksum = 0
    number = 0
    r = n
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        perm = perm1[:]
        flips = 0
        first = perm[0]
        while first != 0:
            low = 1
            high = first - 1
            while low < high:
                perm[low], perm[high] = perm[high], perm[low]
                low += 1
                high -= 1
            kept = perm[first]
            perm[first] = first
            first = kept
            flips += 1
        if flips > best:
            best = flips
        if number % 2 == 0:
            checksum += flips
        else:
            checksum -= flips
        while True:
            if r == n:
                return checksum, best
            head = perm1[0]
            for i in range(r):
                perm1[i] = perm1[i + 1]
            perm1[r] = head
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        number += 1


def main() -> None:
    n = int(sys.argv[1])
    checksum, best = fannkuch(n)
    print(f"{checksum}\nPfannkuchen({n}) = {best}")


main()
