"""The Mandelbrot set as text and as a portable bitmap's checksum."""

PALETTE = " .:-=+*#%@"


def escape(cr: float, ci: float, limit: int) -> int:
    zr = zi = 0.0
    for step in range(limit):
        zr2, zi2 = zr * zr, zi * zi
        if zr2 + zi2 > 4.0:
            return step
        zr, zi = zr2 - zi2 + cr, 2.0 * zr * zi + ci
    return limit


def picture(width: int, height: int, limit: int) -> list[str]:
    rows: list[str] = []
    for y in range(height):
        row = ""
        for x in range(width):
            steps = escape(3.0 * x / width - 2.2, 2.4 * y / height - 1.2, limit)
            row += PALETTE[steps * (len(PALETTE) - 1) // limit]
        rows.append(row)
    return rows


def bitmap(size: int) -> bytes:
    out = bytearray()
    for y in range(size):
        byte, bits = 0, 0
        for x in range(size):
            inside = escape(2.0 * x / size - 1.5, 2.0 * y / size - 1.0, 50) == 50
            byte = (byte << 1) | inside
            bits += 1
            if bits == 8:
                out.append(byte)
                byte, bits = 0, 0
        if bits:
            out.append(byte << (8 - bits))
    return bytes(out)


def adler32(data: bytes) -> int:
    low, high = 1, 0
    for byte in data:
        low = (low + byte) % 65521
        high = (high + low) % 65521
    return (high << 16) | low


for line in picture(60, 24, 40):
    print(line)
image = bitmap(50)
print(len(image), f"{adler32(image):08x}", image[:14].hex(" "))
