"""Images as folders and tar files."""

from pathlib import Path

import pytest

from pygress.oci.errors import OciError
from pygress.oci.image import build_image
from pygress.oci.layout import is_layout, read_layout, write_layout


@pytest.mark.parametrize("name", ["layout", "layout.tar"])
def test_there_and_back(name: str, tmp_path: Path) -> None:
    image = build_image(b"\0asm", {"name": "x"}, "# x", companions=True)
    write_layout(image, tmp_path / name, "1.0")
    assert is_layout(tmp_path / name)
    again = read_layout(tmp_path / name, "1.0")
    assert again.data == image.data
    assert dict(again.blobs) == dict(image.blobs)
    assert again.digest == image.digest


def test_a_folder_holds_several(tmp_path: Path) -> None:
    one, two = build_image(b"1"), build_image(b"2")
    write_layout(one, tmp_path, "1")
    write_layout(two, tmp_path, "2")
    write_layout(two, tmp_path, "2")
    assert read_layout(tmp_path, "1").digest == one.digest
    assert read_layout(tmp_path, "2").digest == two.digest
    with pytest.raises(OciError, match="its tags are `1`, `2`"):
        read_layout(tmp_path)


def test_damage_is_noticed(tmp_path: Path) -> None:
    image = build_image(b"1")
    write_layout(image, tmp_path)
    blob = tmp_path / "blobs/sha256" / list(image.blobs)[-1].digest.partition(":")[2]
    blob.write_bytes(b"other")
    with pytest.raises(OciError) as caught:
        read_layout(tmp_path)
    assert caught.value.reason == "DigestMismatch"
    blob.unlink()
    with pytest.raises(OciError) as caught:
        read_layout(tmp_path)
    assert caught.value.reason == "InvalidLayout"


def test_what_is_no_layout(tmp_path: Path) -> None:
    (tmp_path / "x.tar").write_bytes(b"no tar")
    with pytest.raises(OciError):
        read_layout(tmp_path / "x.tar")
    assert not is_layout(tmp_path)
