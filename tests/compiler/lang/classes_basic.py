"""Classes: attributes, class attributes, inheritance, super, isinstance, class and static methods, defaults."""


class Animal:
    """An animal."""

    kingdom = "animalia"
    count = 0

    def __init__(self, name: str, legs: int = 4) -> None:
        self.name = name
        self.legs = legs
        Animal.count += 1

    def sound(self) -> str:
        return "..."

    def speak(self) -> str:
        return f"{self.name} says {self.sound()}"

    @classmethod
    def create(cls, name: str) -> "Animal":
        return cls(name)

    @staticmethod
    def is_valid(name: str) -> bool:
        return name.isalpha()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, {self.legs})"


class Dog(Animal):
    def sound(self) -> str:
        return "woof"


class Puppy(Dog):
    kingdom = "puppies"

    def __init__(self, name: str, age: int) -> None:
        super().__init__(name)
        self.age = age

    def sound(self) -> str:
        return super().sound() + "!" * self.age

    @classmethod
    def create(cls, name: str) -> "Puppy":
        return cls(name, 1)


class Bird(Animal):
    def __init__(self, name: str) -> None:
        super().__init__(name, legs=2)


class Counter:
    total: int = 0
    shared: list[int] = []

    def __init__(self) -> None:
        self.own = 0

    def hit(self) -> "Counter":
        self.own += 1
        type(self).total += 1
        self.shared.append(self.own)
        return self


class Plain:
    pass


class Lazy:
    value: int

    def set(self) -> None:
        self.value = 5


def main() -> None:
    animals: list[Animal] = [Animal("cat"), Dog("rex"), Puppy("bit", 3), Bird("tit")]
    for animal in animals:
        print(animal, animal.speak(), animal.kingdom, isinstance(animal, Dog), type(animal).__name__, type(animal) is Dog)
    print(Animal.count, Dog.count, Dog.create("x"), Puppy.create("y"), Animal.is_valid("a1"), animals[0].is_valid("ok"))
    print(issubclass(Puppy, Animal), issubclass(Animal, Dog), isinstance(animals[1], (Bird, Puppy)), Puppy.__name__, Animal.__doc__)
    Counter().hit().hit()
    c = Counter().hit()
    print(Counter.total, c.own, c.total, Counter.shared, c.shared is Counter.shared)
    c.total = 50
    print(c.total, Counter.total)
    dog = Dog("d")
    dog.kingdom = "own"
    print(dog.kingdom, Dog.kingdom, Animal.kingdom)
    Animal.kingdom = "changed"
    print(Dog("e").kingdom, Puppy.kingdom, dog.kingdom)
    a, b = Plain(), Plain()
    print(a == b, a == a, a is b, a != b, len({a, b, a}), hash(a) == hash(a), bool(a))
    print(repr(a).startswith("<__main__.Plain object at 0x"), str(Plain).startswith("<class"), Plain)
    lazy = Lazy()
    try:
        print(lazy.value)
    except AttributeError as error:
        print(type(error).__name__, error)
    lazy.set()
    print(lazy.value, hasattr(lazy, "value"), hasattr(lazy, "other"), getattr(lazy, "value", 0), getattr(lazy, "zz", "default"))
    del lazy.value
    print(hasattr(lazy, "value"))
    setattr(lazy, "value", 9)
    print(lazy.value)
    ref = dog
    ref.name = "renamed"
    print(dog.name, Dog.sound(dog), Animal.speak(dog))


main()
