from dataclasses import dataclass


@dataclass
class Greeting:
    greeting: str = "hello"
