"""What a property gives is not what was assigned to it, whatever the type checker holds."""


class T:
    def __init__(self) -> None:
        self.x: float = 1.5
        self.n: int = 2
    @property
    def p(self) -> float:
        return self.x * 2
    @p.setter
    def p(self, v: float) -> None:
        self.x = v
    @property
    def flag(self) -> int:
        return self.n + 5
    @flag.setter
    def flag(self, v: int) -> None:
        self.n = v
t = T()
t.p = 3.25
print(t.p)
t.p = 3.25
t.flag = True
print(t.flag, t.flag + 1)
t.flag = 7
t.p = 2
print(t.p + 0.5, t.p // 2 + 0.25)
y: float = 2.5
y = 3
z = y / 2
print(z, y * 1.5)
