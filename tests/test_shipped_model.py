"""The models that ship: report-labels, and the faster report-labels-linear."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp.classify import Classifier, load_model
from nlp.classify.folder import text_hash, trained_texts
from tests.classify.data import report_of

ROOT = Path(__file__).resolve().parents[1]
MODELS = ROOT / "models"
LARGEST = {"report-labels": 40_000_000, "report-labels-linear": 5_000_000}


@pytest.fixture(scope="module", params=LARGEST)
def folder(request: pytest.FixtureRequest) -> Path:
    return MODELS / str(request.param)


@pytest.fixture(scope="module")
def model(folder: Path) -> Classifier:
    return load_model(folder)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("为摸清全县养老服务的底数，调研组于今年五月走访了十二个乡镇，召开座谈会八场，发放问卷六百份。", "other"),
        ("县里成立工作专班，制定实施方案，建立周调度、月通报制度，组织干部包村入户开展宣传培训。", "practice"),
        (
            "群众满意度由百分之七十一提高到百分之九十四，办理时限缩短一半，荣获全省先进。",
            "achievement",
        ),
        ("一是经费投入不足，设施老化；二是专业人才短缺，队伍不稳定；三是部门之间配合不够，责任落实不到位。", "problem"),
        ("建议进一步加大财政投入，完善考核机制，应当尽快出台扶持政策，切实加强队伍建设。", "recommendation"),
    ],
)
def test_it_labels_plain_paragraphs_rightly_without_headings(model: Classifier, text: str, label: str) -> None:
    assert model.predict(report_of([text]))[0].label == label


def test_a_heading_does_not_outweigh_plain_words(model: Classifier) -> None:
    text = "一是经费投入不足，设施老化；二是专业人才短缺，队伍不稳定。"
    assert model.predict(report_of([text], ("三、对策建议",)))[0].label == "problem"


def test_it_is_small(folder: Path) -> None:
    assert sum(path.stat().st_size for path in folder.iterdir()) < LARGEST[folder.name]


def test_its_terms_are_snippets_that_give_no_training_text_away(folder: Path) -> None:
    terms = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
    assert max(len(term) for term in terms["characters"] + terms["headings"]) <= 3
    assert max(term.count(" ") for term in terms["words"]) <= 1


def test_its_card_has_the_figures_of_its_metrics(folder: Path) -> None:
    metrics = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    card = (folder / "README.md").read_text(encoding="utf-8")
    for condition, scores in metrics["scores"].items():
        assert any(
            line.startswith(f"| headings {condition} ") and f"{scores['macro_f1']:.3f}" in line
            for line in card.splitlines()
        )


def test_it_was_not_trained_on_the_reports_kept_to_test_on(folder: Path) -> None:
    lines = (ROOT / "examples" / "unseen" / "paragraphs.jsonl").read_text(encoding="utf-8").splitlines()
    kept = {text_hash(row["text"]) for row in map(json.loads, lines) if row["kind"] == "paragraph"}
    assert len(kept) == 171
    assert not kept & trained_texts(folder)
