import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pygress.compiler.stdlib import random as ours

SEEDS = (
    st.integers(-(2**63), 2**63 - 1)
    | st.text(max_size=5)
    | st.binary(max_size=5)
    | st.floats(allow_nan=False)
)


def draws(module: Any) -> list[Any]:
    items = list("abcdefghij")
    module.shuffle(items)
    return [
        module.random(),
        [module.getrandbits(k) for k in (0, 1, 7, 31, 32, 33, 53, 63)],
        [
            module.randint(-3, 10**12),
            module.randrange(5),
            module.randrange(0, 100, 7),
            module.randrange(9, 0, -2),
        ],
        [module.choice("xyz"), module.choice([1, 2])],
        items,
        module.sample(range(1000), 5),
        module.sample(items, 8),
        module.sample(list(range(30)), 7),
        module.choices([1, 2, 3], k=4),
        module.choices([1, 2, 3], [5, 0.5, 1], k=4),
        module.choices([1, 2, 3], cum_weights=[1, 2, 9], k=4),
        [module.uniform(2, 5), module.triangular(0, 3, 1), module.triangular()],
        [module.gauss(1, 2), module.gauss(), module.normalvariate(0, 1), module.lognormvariate(0, 1)],
        [module.expovariate(2.0), module.paretovariate(3), module.weibullvariate(1, 2)],
        [module.randbytes(n) for n in (0, 1, 3, 4, 9)],
        [module.random() for _ in range(700)][-3:],
    ]


@given(SEEDS)
def test_equal_seeds_give_equal_values(seed: Any) -> None:
    random.seed(seed)
    ours.seed(seed)
    assert draws(ours) == draws(random)
    assert draws(ours.Random(seed)) == draws(random.Random(seed))


def test_wrong_ranges() -> None:
    for call in (
        lambda r: r.randrange(0),
        lambda r: r.randrange(3, 3),
        lambda r: r.randint(2, 1),
        lambda r: r.randrange(1, 5, 0),
        lambda r: r.randrange(5, 1, 2),
        lambda r: r.sample([1], 2),
        lambda r: r.choices([1], [0]),
        lambda r: r.choices([1], [1, 2]),
    ):
        with pytest.raises(ValueError) as theirs:
            call(random)
        with pytest.raises(ValueError) as mine:
            call(ours)
        assert str(mine.value) == str(theirs.value)
    with pytest.raises(IndexError):
        ours.choice([])


def test_unseeded_generators_differ() -> None:
    assert ours.Random().random() != ours.Random().random()
    assert ours.SystemRandom(1).random() != ours.SystemRandom(1).random()
    ours.seed()
    assert 0 <= ours.random() < 1
