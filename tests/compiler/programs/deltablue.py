"""One-way constraints solved incrementally, after DeltaBlue: strengths, plans, chains of equality and scaling."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import IntEnum


class Strength(IntEnum):
    REQUIRED = 0
    STRONG_PREFERRED = 1
    PREFERRED = 2
    NORMAL = 4
    WEAK_DEFAULT = 6

    def stronger_than(self, other: Strength) -> bool:
        return self < other


class Variable:
    def __init__(self, name: str, value: int = 0) -> None:
        self.name = name
        self.value = value
        self.constraints: list[Constraint] = []
        self.determined_by: Constraint | None = None
        self.mark = 0
        self.walk_strength = Strength.WEAK_DEFAULT
        self.stay = True

    def __repr__(self) -> str:
        return f"{self.name}={self.value}"


class Constraint(ABC):
    def __init__(self, strength: Strength) -> None:
        self.strength = strength

    @property
    @abstractmethod
    def inputs(self) -> list[Variable]: ...

    @property
    @abstractmethod
    def output(self) -> Variable: ...

    @property
    def is_input(self) -> bool:
        return False

    @abstractmethod
    def execute(self) -> None: ...

    @abstractmethod
    def choose_method(self, mark: int) -> bool: ...

    def recalculate(self) -> None:
        out = self.output
        strengths = [variable.walk_strength for variable in self.inputs]
        out.walk_strength = max([self.strength, *strengths])
        out.stay = not self.is_input and all(variable.stay for variable in self.inputs)
        if out.stay:
            self.execute()


class Edit(Constraint):
    def __init__(self, variable: Variable, strength: Strength = Strength.PREFERRED) -> None:
        super().__init__(strength)
        self.variable = variable

    @property
    def inputs(self) -> list[Variable]:
        return []

    @property
    def output(self) -> Variable:
        return self.variable

    @property
    def is_input(self) -> bool:
        return True

    def execute(self) -> None:
        pass

    def choose_method(self, mark: int) -> bool:
        return self.variable.mark != mark and self.strength.stronger_than(self.variable.walk_strength)


class Scale(Constraint):
    """target = source * factor + offset, one way."""

    def __init__(self, source: Variable, factor: int, offset: int, target: Variable) -> None:
        super().__init__(Strength.REQUIRED)
        self.source, self.target = source, target
        self.factor, self.offset = factor, offset

    @property
    def inputs(self) -> list[Variable]:
        return [self.source]

    @property
    def output(self) -> Variable:
        return self.target

    def execute(self) -> None:
        self.target.value = self.source.value * self.factor + self.offset

    def choose_method(self, mark: int) -> bool:
        return self.target.mark != mark and self.strength.stronger_than(self.target.walk_strength)


class Equal(Scale):
    def __init__(self, source: Variable, target: Variable) -> None:
        super().__init__(source, 1, 0, target)


class Planner:
    def __init__(self) -> None:
        self.mark = 0

    def add(self, constraint: Constraint) -> None:
        for variable in {id(v): v for v in (*constraint.inputs, constraint.output)}.values():
            variable.constraints.append(constraint)
        pending: Constraint | None = constraint
        self.mark += 1
        while pending is not None:
            pending = self.satisfy(pending)

    def satisfy(self, constraint: Constraint) -> Constraint | None:
        if not constraint.choose_method(self.mark):
            if constraint.strength is Strength.REQUIRED:
                raise ValueError(f"could not satisfy a required constraint on {constraint.output.name}")
            return None
        out = constraint.output
        overridden = out.determined_by
        out.determined_by = constraint
        for variable in constraint.inputs:
            variable.mark = self.mark
        self.propagate(constraint)
        out.mark = self.mark
        return overridden

    def propagate(self, start: Constraint) -> None:
        todo = [start]
        while todo:
            constraint = todo.pop()
            constraint.recalculate()
            todo.extend(
                other
                for other in constraint.output.constraints
                if other is not constraint
                and constraint.output in other.inputs
                and other.output.determined_by is other
            )

    def plan(self, sources: list[Constraint]) -> list[Constraint]:
        self.mark += 1
        plan: list[Constraint] = []
        todo = list(sources)
        while todo:
            constraint = todo.pop(0)
            out = constraint.output
            known = all(v.mark == self.mark or v.stay or v.determined_by is None for v in constraint.inputs)
            if out.mark != self.mark and known:
                plan.append(constraint)
                out.mark = self.mark
                todo.extend(
                    other
                    for other in out.constraints
                    if out in other.inputs and other.output.determined_by is other
                )
        return plan


def change(planner: Planner, variable: Variable, edit: Edit, values: list[int], watch: Variable) -> list[int]:
    plan = planner.plan([edit])
    seen: list[int] = []
    for value in values:
        variable.value = value
        for step in plan:
            step.execute()
        seen.append(watch.value)
    return seen


def chain(length: int) -> None:
    planner = Planner()
    variables = [Variable(f"v{i}") for i in range(length + 1)]
    for left, right in zip(variables, variables[1:], strict=False):
        planner.add(Equal(left, right))
    edit = Edit(variables[0])
    planner.add(edit)
    print("chain", change(planner, variables[0], edit, [1, 7, 99], variables[-1]), variables[length // 2])


def projection(count: int) -> None:
    planner = Planner()
    sources = [Variable(f"s{i}", i) for i in range(count)]
    targets = [Variable(f"t{i}") for i in range(count)]
    for source, target in zip(sources, targets, strict=True):
        planner.add(Scale(source, 10, 1000, target))
    print("projection", targets)
    edit = Edit(sources[3])
    planner.add(edit)
    print(change(planner, sources[3], edit, [17, 0, -5], targets[3]))


def conflict() -> None:
    planner = Planner()
    a, b, c = Variable("a"), Variable("b"), Variable("c")
    planner.add(Equal(a, c))
    try:
        planner.add(Scale(b, 2, 0, c))
    except ValueError as error:
        print("error:", error)


def main() -> None:
    chain(20)
    projection(6)
    conflict()
    print(sorted(Strength), Strength.NORMAL.name, max(Strength).name)


if __name__ == "__main__":
    main()
