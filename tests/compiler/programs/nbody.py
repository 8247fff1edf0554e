"""The n-body simulation of the benchmarks game: energy of the outer planets before and after N steps."""

import sys
from dataclasses import dataclass
from math import pi, sqrt

SOLAR_MASS = 4 * pi * pi
DAYS_PER_YEAR = 365.24


@dataclass
class Body:
    x: float
    y: float
    z: float
    vx: float
    vy: float
    vz: float
    mass: float


def bodies() -> list[Body]:
    return [
        Body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, SOLAR_MASS),
        Body(
            4.84143144246472090e00,
            -1.16032004402742839e00,
            -1.03622044471123109e-01,
            1.66007664274403694e-03 * DAYS_PER_YEAR,
            7.69901118419740425e-03 * DAYS_PER_YEAR,
            -6.90460016972063023e-05 * DAYS_PER_YEAR,
            9.54791938424326609e-04 * SOLAR_MASS,
        ),
        Body(
            8.34336671824457987e00,
            4.12479856412430479e00,
            -4.03523417114321381e-01,
            -2.76742510726411899e-03 * DAYS_PER_YEAR,
            4.99852801234917238e-03 * DAYS_PER_YEAR,
            2.30417297573763929e-05 * DAYS_PER_YEAR,
            2.85885980666130812e-04 * SOLAR_MASS,
        ),
    ]


def energy(system: list[Body]) -> float:
    total = 0.0
    for index, one in enumerate(system):
        total += 0.5 * one.mass * (one.vx * one.vx + one.vy * one.vy + one.vz * one.vz)
        for other in system[index + 1 :]:
            dx, dy, dz = one.x - other.x, one.y - other.y, one.z - other.z
            total -= (one.mass * other.mass) / sqrt(dx * dx + dy * dy + dz * dz)
    return total


def offset_momentum(system: list[Body]) -> None:
    px = sum(body.vx * body.mass for body in system)
    py = sum(body.vy * body.mass for body in system)
    pz = sum(body.vz * body.mass for body in system)
    sun = system[0]
    sun.vx, sun.vy, sun.vz = -px / SOLAR_MASS, -py / SOLAR_MASS, -pz / SOLAR_MASS


def advance(pairs: list[tuple[Body, Body]], system: list[Body], dt: float) -> None:
    for one, other in pairs:
        dx = one.x - other.x
        dy = one.y - other.y
        dz = one.z - other.z
        magnitude = dt / ((dx * dx + dy * dy + dz * dz) * sqrt(dx * dx + dy * dy + dz * dz))
        one.vx -= dx * other.mass * magnitude
        one.vy -= dy * other.mass * magnitude
        one.vz -= dz * other.mass * magnitude
        other.vx += dx * one.mass * magnitude
        other.vy += dy * one.mass * magnitude
        other.vz += dz * one.mass * magnitude
    for body in system:
        body.x += dt * body.vx
        body.y += dt * body.vy
        body.z += dt * body.vz


def main() -> None:
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    system = bodies()
    pairs = [(one, other) for index, one in enumerate(system) for other in system[index + 1 :]]
    offset_momentum(system)
    print(f"{energy(system):.9f}")
    for _ in range(steps):
        advance(pairs, system, 0.01)
    print(f"{energy(system):.9f}")
    print(system[1])


if __name__ == "__main__":
    main()
