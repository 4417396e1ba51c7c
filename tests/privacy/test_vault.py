from pathlib import Path

import pytest

from privacy.vault import CannotOpen, Vault

ROW = "handoff/1/contact"


def test_opens_what_it_sealed_and_shows_nothing(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "keys")
    sealed = vault.seal("Fatima, 06-12345678", ROW)
    assert "Fatima" not in sealed
    assert vault.open(sealed, ROW) == "Fatima, 06-12345678"
    assert sealed != vault.seal("Fatima, 06-12345678", ROW)


def test_a_swapped_row_does_not_open(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "keys")
    with pytest.raises(CannotOpen):
        vault.open(vault.seal("Fatima", ROW), "handoff/2/contact")


def test_a_changed_text_does_not_open(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "keys")
    sealed = vault.seal("Fatima", ROW)
    with pytest.raises(CannotOpen):
        vault.open(sealed[:-6] + ("AAAA" if sealed[-6:-2] != "AAAA" else "BBBB") + sealed[-2:], ROW)


def test_another_process_reads_with_the_same_file(tmp_path: Path) -> None:
    first, second = Vault(tmp_path / "keys"), Vault(tmp_path / "keys")
    assert second.open(first.seal("Fatima", ROW), ROW) == "Fatima"
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0


def test_a_new_key_is_used_and_the_old_one_still_opens(tmp_path: Path) -> None:
    vault, other = Vault(tmp_path / "keys"), Vault(tmp_path / "keys")
    old = other.seal("Fatima", ROW)
    name = vault.add_key()
    new = vault.seal("Fatima", ROW)
    assert (new.startswith(name), vault.newest) == (True, name)
    assert [other.open(one, ROW) for one in (old, new)] == ["Fatima", "Fatima"]
    vault.drop_keys(name)
    assert vault.open(new, ROW) == "Fatima"
    with pytest.raises(CannotOpen):
        vault.open(old, ROW)
