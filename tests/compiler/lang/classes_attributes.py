"""Class attributes: overridden below, assigned on classes and instances."""
class Animal:
    kingdom = "animal"
    count = 0
    def __init__(self, name: str) -> None:
        self.name = name
        Animal.count += 1
    def show(self) -> str:
        return f"{self.name} {self.kingdom}"
class Dog(Animal):
    kingdom = "dog"
class Puppy(Dog):
    pass
d = Dog("d"); p = Puppy("p"); a = Animal("a")
print(d.show(), p.show(), a.show(), Animal.kingdom, Dog.kingdom, Puppy.kingdom)
p.kingdom = "puppy"
print(p.show(), Puppy.kingdom, Dog.kingdom)
Dog.kingdom = "hound"
print(d.show(), p.show(), Puppy("q").show(), Animal.kingdom)
Animal.kingdom = "beast"
print(a.show(), d.show(), Animal.count, Dog.count, d.count)
Puppy.kingdom = "small"
print(Puppy.kingdom, Dog.kingdom, Puppy("r").show(), p.show(), d.show())
del p.kingdom
print(p.show())
d.count += 5
print(d.count, Animal.count, Dog.count)
class Config:
    retries: int = 3
    def __init__(self) -> None:
        pass
c = Config()
c.retries = 5
print(c.retries, Config.retries, Config().retries)
Config.retries = 9
print(c.retries, Config().retries)
def make(k: type[Animal]) -> str:
    return k("x").show() + " " + k.kingdom
print(make(Animal), make(Dog), make(Puppy))
