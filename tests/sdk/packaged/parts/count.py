COUNTS: list[str] = []
