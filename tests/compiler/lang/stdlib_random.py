"""random: equal seeds give equal values."""

import random

for seed in (0, 42, -7, "text", b"bytes", 1.5):
    random.seed(seed)
    items = list(range(10))
    random.shuffle(items)
    print(random.random(), random.randint(1, 100), random.randrange(0, 100, 7), random.choice("abc"), items)
    print(
        random.sample(range(100), 5),
        random.choices([1, 2, 3], weights=[1, 2, 3], k=5),
        random.getrandbits(40),
    )
    print(random.uniform(1, 2), random.gauss(0, 1), random.expovariate(2.0), random.triangular(0, 1, 0.3))
own = random.Random(5)
print(own.random(), own.sample(["a", "b", "c"], 2), own.normalvariate(0, 1), own.randbytes(5))
try:
    random.randrange(0)
except ValueError as error:
    print(error)
try:
    random.choice([])
except IndexError as error:
    print(error)
