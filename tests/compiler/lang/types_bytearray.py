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


main()
