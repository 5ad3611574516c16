"""Summaries for people."""

from __future__ import annotations

from dataclasses import replace

from nlp.document import LabelledReport, Summary, SummarySentence
from nlp.storage.renderings import to_markdown, to_plain_text
from tests.fakes import LABELS, WordClassifier, labelled, report_of

TEXT = "全县建成村级食堂 四十二个。"
NAMES = {label.id: label.name for label in LABELS}


def summarised() -> LabelledReport:
    sentence = SummarySentence(0, 0, len(TEXT), TEXT, 0.5)
    summary = Summary((sentence,), {"practice": (sentence,), "problem": (), "mine": ()})
    return LabelledReport(report_of([TEXT]), labelled([("practice", TEXT)]), summary, WordClassifier().stamp)


def test_markdown_is_headed_in_chinese() -> None:
    assert to_markdown(summarised(), NAMES) == (
        "# 关于食堂的调研报告\n\n来源：食堂.txt\n\n"
        f"## 摘要\n\n### 一、情况\n\n- {TEXT}\n\n## 做法\n\n### 一、情况\n\n- {TEXT}\n\n"
        "## 问题\n\n（本篇没有这类内容）\n\n## mine\n\n（本篇没有这类内容）\n"
    )


def test_plain_text_has_a_sentence_per_line() -> None:
    assert to_plain_text(summarised(), NAMES).startswith(
        f"关于食堂的调研报告\n来源：食堂.txt\n\n【摘要】\n〔一、情况〕\n{TEXT}\n\n【做法】\n〔一、情况〕\n{TEXT}\n\n【问题】\n（"
    )


def test_content_from_which_no_sentence_was_chosen_is_not_denied() -> None:
    report = summarised()
    short = replace(report, summary=Summary((), {"practice": (), "problem": ()}))
    assert to_markdown(short, NAMES).endswith(
        "## 摘要\n\n（限定的篇幅内没有选出句子）\n\n## 做法\n\n（限定的篇幅内没有选出句子）\n\n"
        "## 问题\n\n（本篇没有这类内容）\n"
    )


def test_a_report_without_title_is_headed_by_its_file() -> None:
    report = summarised()
    untitled = replace(report, report=replace(report.report, title=""))
    assert to_markdown(untitled, NAMES).startswith("# 食堂.txt\n")
