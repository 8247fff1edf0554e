"""Parses a JSON document into dynamic values, changes it and writes it. argv[1]: rounds."""

import json
import sys
from typing import Any


def document() -> str:
    users: list[Any] = []
    for i in range(50):
        users.append(
            {
                "id": i,
                "name": f"user {i} \u00e9",
                "roles": ["reader", "writer"],
                "score": i * 0.5,
                "active": i % 2 == 0,
                "note": None,
            }
        )
    return json.dumps({"users": users, "total": 50})


def main() -> None:
    text = document()
    total = 0
    for number in range(int(sys.argv[1])):
        data: Any = json.loads(text)
        data["total"] = number
        for user in data["users"]:
            if "writer" in user["roles"]:
                total += user["id"]
        total += len(json.dumps(data))
    print(total)


main()
