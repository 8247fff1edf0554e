"""bytearray: mutation, slice assignment, methods, repr."""


def main() -> None:
    data = bytearray(b"hello")
    data[0] = 72
    data.append(33)
    data.extend(b" you")
    data += b"?"
    print(data, len(data), data[0], data[-1], bytes(data), data.decode())
    data[0:5] = b"HELLO, big"
    print(data, data[2:5], data[::-1])
    del data[0:7]
    print(data)
    for bad in (256, -1):
        try:
            data[0] = bad
        except ValueError as error:
            print(type(error).__name__, error)
    try:
        data[100] = 1
    except IndexError as error:
        print(type(error).__name__, error)
    print(data.pop(), data.pop(0), data)
    data.insert(1, 88)
    data.reverse()
    print(data, data == bytearray(data), data == b"x", bytearray(b"ab") == b"ab")
    data.remove(88)
    try:
        data.remove(0)
    except ValueError as error:
        print(type(error).__name__, error)
    data.clear()
    try:
        data.pop()
    except IndexError as error:
        print(type(error).__name__, error)
    print(data, bool(data), bytearray(3), bytearray([1, 2]), bytearray("é", "utf-8"))
    buffer = bytearray()
    for i in range(300):
        buffer.append(i % 256)
    print(len(buffer), buffer[255], buffer[256], buffer.find(b"\x05\x06"), buffer.count(b"\x01"), buffer.hex()[:12])
    copy = bytearray(b"abc")
    other = copy
    other.append(100)
    print(copy, other is copy, copy.copy() == copy, copy + b"!", copy * 2, 97 in copy, b"bc" in copy)
    copy[1:1] = b"--"
    copy[-1:] = b""
    copy *= 2
    print(copy, copy.startswith(b"a-"), list(copy)[:3], copy.replace(b"-", b"+"))
    try:
        hash(copy)
    except TypeError as error:
        print(type(error).__name__, error)


def more() -> None:
    data = bytearray(b" one,Two  it's\n3 ")
    print(data.split(), data.split(b","), data.rsplit(bytearray(b" "), 1), data.splitlines(True), data.partition(b","), data.rpartition(b"-"))
    print(data.strip(), data.lstrip(b" o"), data.title(), data.capitalize(), data.swapcase(), data.isalpha(), data.istitle(), data.zfill(20))
    print(data.center(21, b"*"), data.ljust(19), data.removeprefix(b" one"), data.expandtabs(), data.find(101), data.rfind(bytearray(b"e")), data.index(b"T"))
    print(data.startswith((b"x", bytearray(b" o"))), data[::-1], data[1:9:3], data * 2, 2 * data, b"-" + data, data + b"!", data.join([b"1", bytearray(b"2")]))
    print(sorted([bytearray(b"b"), bytearray(b"a")]), data < bytearray(b"z"), data >= b"a", bytearray.fromhex("4142"), data.hex(" ", 4), bytearray(b"%d") % 5)
    data[::2] = b"." * len(data[::2])
    data[1:3] = bytearray(b"<<>>")
    data[0:2] = [88, 89]
    data.extend([1, 2])
    data.extend(bytearray(b"z"))
    data *= 2
    print(data, len(data), data.translate(None, b"."), data.count(b"<"))
    for step in range(4):
        try:
            if step == 0:
                data[::2] = b"x"
            elif step == 1:
                data[1000] = 300
            elif step == 2:
                data[1000] = 3
            else:
                print(data.index(b"nope"))
        except (ValueError, IndexError) as error:
            print(type(error).__name__, error)


more()
main()
