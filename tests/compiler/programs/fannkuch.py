"""Fannkuch redux: pancake flips over all permutations."""


def fannkuch(n: int) -> tuple[int, int]:
    permutation = list(range(n))
    count = [0] * n
    max_flips = 0
    checksum = 0
    sign = 1
    while True:
        first = permutation[0]
        if first != 0:
            work = permutation[:]
            flips = 0
            while True:
                top = work[0]
                if top == 0:
                    break
                work[: top + 1] = work[top::-1]
                flips += 1
            max_flips = max(max_flips, flips)
            checksum += sign * flips
        if sign == 1:
            permutation[0], permutation[1] = permutation[1], permutation[0]
            sign = -1
        else:
            permutation[1], permutation[2] = permutation[2], permutation[1]
            sign = 1
            for i in range(2, n):
                if count[i] < i:
                    count[i] += 1
                    break
                if i == n - 1:
                    return checksum, max_flips
                count[i] = 0
                permutation.insert(i + 1, permutation.pop(0))


def main() -> None:
    for n in range(3, 8):
        checksum, flips = fannkuch(n)
        print(f"{checksum}\nPfannkuchen({n}) = {flips}")


main()
