"""Text of every width through indexing, slicing, searching, casing and printing."""

TEXTS = ["", "ascii", "naïve", "日本語", "😀🎉", "e\u0301", "a\u0000b", "ﬁ", "Ǆ", "\u1e9e", "mixed é日😀z", "Ω≈ç√", "\U0010ffff"]


def main() -> None:
    for text in TEXTS:
        print(repr(text), len(text), len(text.encode()), text[::-1].__repr__(), [ord(c) for c in text])
        print(" ", text.upper(), text.lower(), text.title(), text.casefold() == text.lower(), text.isalpha(), text.isprintable())
        print(" ", text.encode("utf-8"), text.encode("utf-8").decode() == text, [text.find(c) for c in text], ascii(text))
    joined = "|".join(TEXTS)
    print(len(joined), joined.split("|") == TEXTS, joined.count("é"), joined.index("日"), joined.rindex("z"), joined[joined.index("日") :][:3])
    print(sorted(TEXTS), max(TEXTS), joined.replace("é", "E").replace("日", "day"), "日本語"[1], "日本語"[-1:], "😀" in joined, "語" > "日")
    print("{:>6}|{:<6}|{:^6}".format("日本", "é", "😀"), "é".center(5, "日"), "日" * 3, "ÄÖ".lower().upper(), "straße".upper(), "ŉ".upper(), "ΐ".upper())
    for form in ("utf-8", "utf-16-le", "latin-1"):
        print(form, "é".encode(form), "é".encode(form).decode(form))
    padded = "".join(chr(0x100 + i) for i in range(200))
    print(padded[150], padded[100:103], padded.find(chr(0x100 + 180)), padded[-1], len(padded[50:]), padded[63:66], padded[127:130])


main()
