"""`random`: the Mersenne Twister of CPython; equal seeds give equal values."""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from typing import TypeVar

from pygress.compiler.stdlib import hashlib, math, native

T = TypeVar("T")

_N = 624
_M = 397
_MASK = 0xFFFFFFFF
_NV_MAGIC = 1.7155277699214135
_LOG4 = 1.3862943611198906
_SG_MAGIC = 2.504077396776274


class Random:
    """One generator."""

    def __init__(self, x: int | float | str | bytes | bytearray | None = None) -> None:
        self._state: list[int] = [0] * _N
        self._index = _N
        self._gauss_next: float | None = None
        self.seed(x)

    def seed(self, a: int | float | str | bytes | bytearray | None = None, version: int = 2) -> None:
        """Begin again; without `a` from the host's entropy."""
        self._gauss_next = None
        if a is None:
            self._init_by_bytes(native.random_bytes(32))
        elif isinstance(a, str):
            data = a.encode()
            self._init_by_bytes(data + hashlib.sha512(data).digest())
        elif isinstance(a, bytes):
            self._init_by_bytes(a + hashlib.sha512(a).digest())
        elif isinstance(a, bytearray):
            copy = bytes(a)
            self._init_by_bytes(copy + hashlib.sha512(copy).digest())
        elif isinstance(a, int):
            self._init_by_int(a)
        else:
            # The hash as an unsigned number of 64 bits.
            bits = hash(a)
            high = bits >> 32 & _MASK
            self._init_by_array([bits & _MASK, high] if high else [bits & _MASK])

    def _init_by_int(self, value: int) -> None:
        if value < 0:
            # abs(-2**63) has no 64-bit value, but its two words do.
            value = -(value + 1)
            low = (value & _MASK) + 1
            high = value >> 32
            if low > _MASK:
                low = 0
                high += 1
        else:
            low = value & _MASK
            high = value >> 32
        self._init_by_array([low, high] if high else [low])

    def _init_by_bytes(self, data: bytes) -> None:
        """Seed with the big integer whose big-endian bytes these are."""
        key: list[int] = []
        end = len(data)
        while end > 0:
            word = 0
            for i in range(max(0, end - 4), end):
                word = word << 8 | data[i]
            key.append(word)
            end -= 4
        while len(key) > 1 and key[-1] == 0:
            key.pop()
        self._init_by_array(key if key else [0])

    def _init_by_array(self, key: list[int]) -> None:
        state = self._state
        state[0] = 19650218
        for i in range(1, _N):
            previous = state[i - 1]
            state[i] = (1812433253 * (previous ^ previous >> 30) + i) & _MASK
        i = 1
        j = 0
        for _ in range(max(_N, len(key))):
            previous = state[i - 1]
            state[i] = ((state[i] ^ (previous ^ previous >> 30) * 1664525) + key[j] + j) & _MASK
            i += 1
            j += 1
            if i >= _N:
                state[0] = state[_N - 1]
                i = 1
            if j >= len(key):
                j = 0
        for _ in range(_N - 1):
            previous = state[i - 1]
            state[i] = ((state[i] ^ (previous ^ previous >> 30) * 1566083941) - i) & _MASK
            i += 1
            if i >= _N:
                state[0] = state[_N - 1]
                i = 1
        state[0] = 0x80000000
        self._index = _N

    def _word(self) -> int:
        """Give the next 32 bits."""
        state = self._state
        if self._index >= _N:
            for i in range(_N):
                y = (state[i] & 0x80000000) | (state[(i + 1) % _N] & 0x7FFFFFFF)
                state[i] = state[(i + _M) % _N] ^ y >> 1 ^ (0x9908B0DF if y & 1 else 0)
            self._index = 0
        y = state[self._index]
        self._index += 1
        y ^= y >> 11
        y ^= y << 7 & 0x9D2C5680
        y ^= y << 15 & 0xEFC60000
        return y ^ y >> 18

    def random(self) -> float:
        """Give a number from 0 up to but not including 1."""
        high = self._word() >> 5
        low = self._word() >> 6
        return (high * 67108864.0 + low) * (1.0 / 9007199254740992.0)

    def getrandbits(self, k: int, /) -> int:
        """Give an integer of `k` random bits; at most 63."""
        if k < 0:
            raise ValueError("number of bits must be non-negative")
        if k == 0:
            return 0
        if k <= 32:
            return self._word() >> (32 - k)
        if k > 63:
            raise OverflowError("integer overflow")
        low = self._word()
        return self._word() >> (64 - k) << 32 | low

    def randbytes(self, n: int) -> bytes:
        """Give `n` random bytes."""
        out = bytearray()
        words: list[int] = []
        left = n
        while left > 0:
            word = self._word()
            words.append(word if left >= 4 else word >> (32 - 8 * left))
            left -= 4
        left = n
        for word in words:
            for i in range(min(4, left)):
                out.append(word >> (8 * i) & 255)
            left -= 4
        return bytes(out)

    def _below(self, n: int) -> int:
        k = n.bit_length()
        value = self.getrandbits(k)
        while value >= n:
            value = self.getrandbits(k)
        return value

    def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
        """Choose from `range(start, stop, step)`."""
        if stop is None:
            if start > 0:
                return self._below(start)
            raise ValueError("empty range for randrange()")
        width = stop - start
        if step == 1:
            if width > 0:
                return start + self._below(width)
            raise ValueError(f"empty range for randrange() ({start}, {stop}, {width})")
        if step > 0:
            n = (width + step - 1) // step
        elif step < 0:
            n = (width + step + 1) // step
        else:
            raise ValueError("zero step for randrange()")
        if n <= 0:
            raise ValueError("empty range for randrange()")
        return start + step * self._below(n)

    def randint(self, a: int, b: int) -> int:
        """Choose from `a` to `b`, both included."""
        return self.randrange(a, b + 1)

    def choice(self, seq: Sequence[T]) -> T:
        """Choose one item."""
        if len(seq) == 0:
            raise IndexError("Cannot choose from an empty sequence")
        return seq[self._below(len(seq))]

    def shuffle(self, x: MutableSequence[T]) -> None:
        """Shuffle in place."""
        for i in range(len(x) - 1, 0, -1):
            j = self._below(i + 1)
            item = x[i]
            x[i] = x[j]
            x[j] = item

    def sample(self, population: Sequence[T], k: int) -> list[T]:
        """Choose `k` items at different places."""
        n = len(population)
        if k < 0 or k > n:
            raise ValueError("Sample larger than population or is negative")
        out: list[T] = []
        limit = 21
        if k > 5:
            limit += int(math.pow(4.0, math.ceil(math.log(k * 3.0, 4.0))))
        if n <= limit:
            pool = list(population)
            for i in range(k):
                j = self._below(n - i)
                out.append(pool[j])
                pool[j] = pool[n - i - 1]
        else:
            chosen: set[int] = set()
            for _ in range(k):
                j = self._below(n)
                while j in chosen:
                    j = self._below(n)
                chosen.add(j)
                out.append(population[j])
        return out

    def choices(
        self,
        population: Sequence[T],
        weights: Sequence[float] | None = None,
        *,
        cum_weights: Sequence[float] | None = None,
        k: int = 1,
    ) -> list[T]:
        """Choose `k` items, each from all, by weight."""
        n = len(population)
        out: list[T] = []
        sums: list[float] = []
        if cum_weights is not None:
            if weights is not None:
                raise TypeError("Cannot specify both weights and cumulative weights")
            sums = [float(one) for one in cum_weights]
        elif weights is not None:
            total = 0.0
            for one in weights:
                total += one
                sums.append(total)
        else:
            for _ in range(k):
                out.append(population[math.floor(self.random() * n)])
            return out
        if len(sums) != n:
            raise ValueError("The number of weights does not match the population")
        total = sums[-1]
        if total <= 0.0:
            raise ValueError("Total of weights must be greater than zero")
        if not math.isfinite(total):
            raise ValueError("Total of weights must be finite")
        for _ in range(k):
            goal = self.random() * total
            low = 0
            high = n - 1
            while low < high:
                middle = (low + high) // 2
                if goal < sums[middle]:
                    high = middle
                else:
                    low = middle + 1
            out.append(population[low])
        return out

    def uniform(self, a: float, b: float) -> float:
        """Give a number between `a` and `b`."""
        return a + (b - a) * self.random()

    def triangular(self, low: float = 0.0, high: float = 1.0, mode: float | None = None) -> float:
        """Give a number of the triangular distribution."""
        u = self.random()
        if high == low:
            return low
        c = 0.5 if mode is None else (mode - low) / (high - low)
        if u > c:
            u = 1.0 - u
            c = 1.0 - c
            low, high = high, low
        return low + (high - low) * math.sqrt(u * c)

    def gauss(self, mu: float = 0.0, sigma: float = 1.0) -> float:
        """Give a number of the normal distribution."""
        z = self._gauss_next
        self._gauss_next = None
        if z is None:
            angle = self.random() * math.tau
            radius = math.sqrt(-2.0 * math.log(1.0 - self.random()))
            z = math.cos(angle) * radius
            self._gauss_next = math.sin(angle) * radius
        return mu + z * sigma

    def normalvariate(self, mu: float = 0.0, sigma: float = 1.0) -> float:
        """Give a number of the normal distribution, by Kinderman and Monahan's method."""
        while True:
            u1 = self.random()
            u2 = 1.0 - self.random()
            z = _NV_MAGIC * (u1 - 0.5) / u2
            if z * z / 4.0 <= -math.log(u2):
                return mu + z * sigma

    def lognormvariate(self, mu: float = 0.0, sigma: float = 1.0) -> float:
        """Give a number whose logarithm has the normal distribution."""
        return math.exp(self.normalvariate(mu, sigma))

    def expovariate(self, lambd: float = 1.0) -> float:
        """Give a number of the exponential distribution."""
        return -math.log(1.0 - self.random()) / lambd

    def paretovariate(self, alpha: float) -> float:
        """Give a number of the Pareto distribution."""
        return math.pow(1.0 - self.random(), -1.0 / alpha)

    def weibullvariate(self, alpha: float, beta: float) -> float:
        """Give a number of the Weibull distribution."""
        return alpha * math.pow(-math.log(1.0 - self.random()), 1.0 / beta)


class SystemRandom(Random):
    """A generator over the host's entropy; it has no seed."""

    def seed(self, a: int | float | str | bytes | bytearray | None = None, version: int = 2) -> None:
        """Do nothing."""

    def _word(self) -> int:
        word = 0
        for byte in native.random_bytes(4):
            word = word << 8 | byte
        return word


_inst = Random()


def seed(a: int | float | str | bytes | bytearray | None = None, version: int = 2) -> None:
    """Begin again; without `a` from the host's entropy."""
    _inst.seed(a, version)


def random() -> float:
    """Give a number from 0 up to but not including 1."""
    return _inst.random()


def getrandbits(k: int, /) -> int:
    """Give an integer of `k` random bits; at most 63."""
    return _inst.getrandbits(k)


def randbytes(n: int) -> bytes:
    """Give `n` random bytes."""
    return _inst.randbytes(n)


def randrange(start: int, stop: int | None = None, step: int = 1) -> int:
    """Choose from `range(start, stop, step)`."""
    return _inst.randrange(start, stop, step)


def randint(a: int, b: int) -> int:
    """Choose from `a` to `b`, both included."""
    return _inst.randrange(a, b + 1)


def choice(seq: Sequence[T]) -> T:
    """Choose one item."""
    return _inst.choice(seq)


def shuffle(x: MutableSequence[T]) -> None:
    """Shuffle in place."""
    _inst.shuffle(x)


def sample(population: Sequence[T], k: int) -> list[T]:
    """Choose `k` items at different places."""
    return _inst.sample(population, k)


def choices(
    population: Sequence[T],
    weights: Sequence[float] | None = None,
    *,
    cum_weights: Sequence[float] | None = None,
    k: int = 1,
) -> list[T]:
    """Choose `k` items, each from all, by weight."""
    return _inst.choices(population, weights, cum_weights=cum_weights, k=k)


def uniform(a: float, b: float) -> float:
    """Give a number between `a` and `b`."""
    return _inst.uniform(a, b)


def triangular(low: float = 0.0, high: float = 1.0, mode: float | None = None) -> float:
    """Give a number of the triangular distribution."""
    return _inst.triangular(low, high, mode)


def gauss(mu: float = 0.0, sigma: float = 1.0) -> float:
    """Give a number of the normal distribution."""
    return _inst.gauss(mu, sigma)


def normalvariate(mu: float = 0.0, sigma: float = 1.0) -> float:
    """Give a number of the normal distribution, by Kinderman and Monahan's method."""
    return _inst.normalvariate(mu, sigma)


def lognormvariate(mu: float = 0.0, sigma: float = 1.0) -> float:
    """Give a number whose logarithm has the normal distribution."""
    return _inst.lognormvariate(mu, sigma)


def expovariate(lambd: float = 1.0) -> float:
    """Give a number of the exponential distribution."""
    return _inst.expovariate(lambd)


def paretovariate(alpha: float) -> float:
    """Give a number of the Pareto distribution."""
    return _inst.paretovariate(alpha)


def weibullvariate(alpha: float, beta: float) -> float:
    """Give a number of the Weibull distribution."""
    return _inst.weibullvariate(alpha, beta)
