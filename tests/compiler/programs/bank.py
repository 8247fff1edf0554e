"""A bank: dataclasses, an exception tree, transactions with rollback, an audit log, interest, statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum, auto
from typing import ClassVar


class BankError(Exception):
    """Base of what can go wrong in the bank."""


@dataclass
class InsufficientFunds(BankError):
    account: str
    needed: int
    available: int

    def __str__(self) -> str:
        return f"{self.account} needs {money(self.needed)}, has {money(self.available)}"


class UnknownAccount(BankError, KeyError):
    def __str__(self) -> str:
        return f"no account {self.args[0]!r}"


class Frozen(BankError):
    pass


class Kind(StrEnum):
    DEPOSIT = auto()
    WITHDRAWAL = auto()
    TRANSFER = auto()
    INTEREST = auto()


def money(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


@dataclass(frozen=True)
class Entry:
    day: date
    kind: Kind
    amount: int
    balance: int
    note: str = ""


@dataclass
class Account:
    owner: str
    balance: int = 0
    frozen: bool = False
    entries: list[Entry] = field(default_factory=list, repr=False)
    number: str = field(init=False)
    _next: ClassVar[int] = 1000
    fee: ClassVar[int] = 0

    def __post_init__(self) -> None:
        Account._next += 1
        self.number = f"{type(self).__name__[0]}{Account._next}"

    def available(self) -> int:
        return self.balance

    def post(self, day: date, kind: Kind, amount: int, note: str = "") -> None:
        if self.frozen:
            raise Frozen(f"account {self.number} is frozen")
        if amount < 0 and -amount > self.available():
            raise InsufficientFunds(self.number, -amount, self.available())
        self.balance += amount
        self.entries.append(Entry(day, kind, amount, self.balance, note))

    def month_end(self, day: date) -> None:
        """Do what the kind of account does at the end of a month."""


@dataclass
class Checking(Account):
    overdraft: int = 0
    fee: ClassVar[int] = 250

    def available(self) -> int:
        return super().available() + self.overdraft

    def month_end(self, day: date) -> None:
        if self.balance < 0:
            self.post(day, Kind.WITHDRAWAL, -min(self.fee, self.available()), "fee")


@dataclass
class Savings(Account):
    rate: float = 0.05

    def month_end(self, day: date) -> None:
        interest = round(self.balance * self.rate / 12)
        if interest:
            self.post(day, Kind.INTEREST, interest, f"{self.rate:.1%}")


class Bank:
    def __init__(self, today: date) -> None:
        self.accounts: dict[str, Account] = {}
        self.today = today
        self.audit: list[str] = []

    def open(self, account: Account) -> Account:
        self.accounts[account.number] = account
        return account

    def __getitem__(self, number: str) -> Account:
        try:
            return self.accounts[number]
        except KeyError:
            raise UnknownAccount(number) from None

    @contextmanager
    def transaction(self, label: str) -> Iterator[None]:
        saved = {number: (a.balance, len(a.entries)) for number, a in self.accounts.items()}
        try:
            yield
        except BankError as error:
            for number, (balance, length) in saved.items():
                account = self.accounts[number]
                account.balance = balance
                del account.entries[length:]
            self.audit.append(f"{label}: rolled back ({type(error).__name__}: {error})")
            raise
        else:
            self.audit.append(f"{label}: ok")

    def transfer(self, source: str, target: str, cents: int) -> None:
        with self.transaction(f"transfer {money(cents)}"):
            if cents <= 0:
                raise BankError(f"bad amount {money(cents)}")
            self[source].post(self.today, Kind.TRANSFER, -cents, f"to {target}")
            self[target].post(self.today, Kind.TRANSFER, cents, f"from {source}")

    def advance(self, days: int) -> None:
        for _ in range(days):
            tomorrow = self.today + timedelta(days=1)
            if tomorrow.month != self.today.month:
                for account in self.accounts.values():
                    account.month_end(self.today)
            self.today = tomorrow

    def total(self) -> int:
        return sum(account.balance for account in self.accounts.values())


def statement(account: Account) -> str:
    lines = [f"{account.number} {account.owner:<10} {money(account.balance):>12}"]
    lines += [
        f"  {e.day:%Y-%m-%d} {e.kind:<10} {money(e.amount):>12} {money(e.balance):>12} {e.note}".rstrip()
        for e in account.entries
    ]
    return "\n".join(lines)


def main() -> None:
    bank = Bank(date(2024, 1, 30))
    ann = bank.open(Checking("Ann", overdraft=5_000))
    bob = bank.open(Savings("Bob", rate=0.12))
    bank[ann.number].post(bank.today, Kind.DEPOSIT, 10_000)
    bob.post(bank.today, Kind.DEPOSIT, 123_456_78, "lottery")
    for source, target, cents in (
        (ann.number, bob.number, 12_000),
        (ann.number, bob.number, 3_001),
        (ann.number, "X1", 100),
        (bob.number, ann.number, -5),
    ):
        try:
            bank.transfer(source, target, cents)
        except InsufficientFunds as error:
            print("refused:", error, error.needed)
        except UnknownAccount as error:
            print("unknown:", error, isinstance(error, KeyError))
        except BankError as error:
            print("failed:", error)
    bank.advance(31)
    ann.frozen = True
    try:
        bank.transfer(bob.number, ann.number, 100)
    except Frozen as error:
        print(error)
    print(statement(ann), statement(bob), sep="\n")
    print(bank.today, money(bank.total()), ann, sep=" | ")
    print(*bank.audit, sep="\n")


if __name__ == "__main__":
    main()
