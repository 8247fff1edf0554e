"""The library as the type checker sees it: what a program can name, on the lines where it was."""

import ast
from pathlib import Path

from pygress.compiler.frontend.imports import reach
from pygress.compiler.frontend.library_text import PACKAGE
from pygress.compiler.frontend.source_file import Source


def library_of(text: str, folder: Path) -> dict[str, str]:
    reached = reach([Source("program", str(folder / "program.py"), text)], folder)
    return {one.module: one.text for one in reached.library}


def test_only_what_is_named_is_kept_and_keeps_its_lines(tmp_path: Path) -> None:
    texts = library_of("import bisect\nprint(bisect.bisect_left([1, 2], 2))\n", tmp_path)
    text = texts["pygress.compiler.stdlib.bisect"]
    original = (PACKAGE / "compiler/stdlib/bisect.py").read_text().splitlines()
    names = {node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}
    assert "bisect_left" in names
    assert "insort_right" not in names
    lines = enumerate(text.splitlines())
    kept = [(at, line) for at, line in lines if line and not line.startswith(("from ", "import "))]
    assert all(original[at] == line for at, line in kept)


def test_a_form_of_a_function_comes_with_it(tmp_path: Path) -> None:
    text = library_of("import bisect\nbisect.bisect_left([1], 2, key=abs)\n", tmp_path)
    assert "def bisect_left_by" in text["pygress.compiler.stdlib.bisect"]


def test_primitives_are_signatures(tmp_path: Path) -> None:
    texts = library_of("import re\nprint(re.compile('a'))\n", tmp_path)
    native = texts["pygress.compiler.stdlib.native"]
    assert "def re_compile(" in native
    assert "import struct" not in native
    assert "pygress.compiler.stdlib.struct" not in texts


def test_a_module_of_the_user_is_found_through_packages_and_relative_imports(tmp_path: Path) -> None:
    package = tmp_path / "shop"
    package.mkdir()
    (package / "__init__.py").write_text("from .prices import total\n")
    (package / "prices.py").write_text(
        "from . import taxes\n\n\ndef total() -> int:\n    return taxes.RATE\n"
    )
    (package / "taxes.py").write_text("import math\n\nRATE = math.gcd(4, 6)\n")
    main = Source("program", str(tmp_path / "program.py"), "from shop import total\nprint(total())\n")
    reached = reach([main], tmp_path)
    assert [one.module for one in reached.sources] == ["program", "shop", "shop.prices", "shop.taxes"]
    assert reached.implemented == {"math": "pygress.compiler.stdlib.math"}
