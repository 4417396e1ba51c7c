"""The runner: every suite on a small file of somebody else, and clear errors for files and names that are wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.__main__ import main
from evaluation.own_server import missing
from evaluation.suites import FOLDER, SUITES, DataError, read_cases

WITH_SETS = [name for name, suite in SUITES.items() if suite.has_cases]


def write(folder: Path, *lines: str) -> Path:
    path = folder / "data.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def measured(folder: Path, name: str, *cases: dict[str, Any]) -> dict[str, Any]:
    """The result of a suite on these cases, as it was written to OUT."""
    data, out = write(folder, *(json.dumps(case) for case in cases)), folder / "out" / "result.json"
    assert main([name, "--data", str(data), "--out", str(out)]) == 0
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    assert (found["suite"], found["n"], len(found["rows"])) == (name, len(cases), len(cases))
    return found


class TestReadCases:
    def test_bad_json_names_file_and_line(self, tmp_path: Path) -> None:
        path = write(tmp_path, '{"text": "hoi", "topic": "slapen"}', '{"text": "hoi"')
        with pytest.raises(DataError, match=r"data\.jsonl, line 2: this is no JSON"):
            read_cases(path, SUITES["topics"])

    @pytest.mark.parametrize(
        ("suite", "line", "problem"),
        [
            ("topics", '{"text": "hoi"}', "line 1, field topic: is missing"),
            ("topics", '{"text": 3, "topic": "slapen"}', "line 1, field text: must be a text"),
            ("topics", '{"text": "hoi", "topic": "slapen", "age": "vier"}', "line 1, field age: must be a number"),
            ("safety", '{"text": "hoi", "level": "rood"}', "line 1, field level: must be acuut, crisis, zorg or geen"),
            ("pii", '{"text": "hoi", "spans": [[1, "2", "X"]]}', "line 1, field spans"),
            ("offers", '{"query": "hoi", "gemeente": "soest", "relevant": "a"}', "line 1, field relevant: must be a list of texts"),
            ("dialogues", '{"turns": []}', "line 1, field turns: must be a list of turns"),
            ("dialogues", '{"turns": [{"says": "hoi"}]}', "line 1, field turns"),
            ("pii", "[1]", "line 1: a case is a JSON object"),
        ],
    )
    def test_wrong_field_is_named(self, tmp_path: Path, suite: str, line: str, problem: str) -> None:
        with pytest.raises(DataError) as caught:
            read_cases(write(tmp_path, line), SUITES[suite])
        assert problem in str(caught.value)

    def test_empty_lines_are_left_out(self, tmp_path: Path) -> None:
        assert len(read_cases(write(tmp_path, "", '{"text": "hoi", "level": "geen"}', ""), SUITES["safety"])) == 1

    def test_an_empty_file_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match="no case"):
            read_cases(write(tmp_path, ""), SUITES["pii"])

    @pytest.mark.parametrize("name", WITH_SETS)
    def test_own_sets_are_good(self, name: str) -> None:
        assert read_cases(FOLDER / name / "set.jsonl", SUITES[name])
        assert (FOLDER / name / "CARD.md").exists()


class TestMain:
    def test_unknown_suite(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as stopped:
            main(["spelling"])
        assert stopped.value.code == 2
        assert "there is no suite 'spelling'" in capsys.readouterr().err

    def test_all_takes_no_data(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            main(["all", "--data", str(write(tmp_path, "{}"))])
        assert "--data goes with one suite" in capsys.readouterr().err

    def test_missing_file(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["pii", "--data", str(tmp_path / "weg.jsonl")]) == 1
        assert "weg.jsonl: cannot be read" in capsys.readouterr().err

    def test_bad_line(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["safety", "--data", str(write(tmp_path, "{"))]) == 1
        assert "line 1: this is no JSON" in capsys.readouterr().err


class TestSuites:
    @pytest.mark.bot
    def test_topics(self, tmp_path: Path) -> None:
        lacking = missing()
        if lacking:
            pytest.skip(lacking)
        found = measured(tmp_path, "topics", {"text": "onze kleine van 2 slaapt zo slecht", "topic": "slapen", "age": 2})
        assert {"predicted", "confidence", "ranking", "predictedAge"} <= found["rows"][0].keys()
        assert "macro_f1" in found["metrics"]

    def test_safety(self, tmp_path: Path) -> None:
        found = measured(tmp_path, "safety", {"text": "mijn zoon lust geen bloemkool", "level": "geen"})
        assert {"predictedLevel", "predictedCategory"} <= found["rows"][0].keys()
        assert "false_alarm_rate" in found["metrics"]

    def test_pii(self, tmp_path: Path) -> None:
        found = measured(tmp_path, "pii", {"text": "bel 06-12345678", "spans": [[4, 15, "TELEFOON"]]})
        assert {"found", "redacted"} <= found["rows"][0].keys()

    def test_offers(self, tmp_path: Path) -> None:
        found = measured(
            tmp_path, "offers", {"query": "slaapt slecht", "age": 3, "gemeente": "voorbeeldstad", "relevant": ["peuter_in_zicht"]}
        )
        assert found["rows"][0]["ranked"]
        assert found["metrics"]["constraint_violations"] == 0

    def test_readability(self, tmp_path: Path) -> None:
        out = tmp_path / "result.json"
        assert main(["readability", "--out", str(out)]) == 0
        found = json.loads(out.read_text(encoding="utf-8"))
        assert found["n"] == len(found["rows"]) > 500
        assert {"id", "level", "wordsPerSentence"} <= found["rows"][0].keys()
        assert 0 <= found["metrics"]["share_b1"] <= 1
