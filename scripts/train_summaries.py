"""Train the scorer of summaries on reference summaries, measure it by cross-validation, save it with its model card.

  python -m scripts.train_summaries data=paragraphs.jsonl references=summaries.jsonl output=models/my-summaries
  python -m scripts.summarise input=数据 output=summaries.jsonl summary.scorer=models/my-summaries

The data are labelled paragraphs as for scripts.train, best with labelled sentences; references are JSONL, a row per
report and annotator: report, annotator, overall (sentences of the report), facets (such sentences per label). Those of
reports in extra= are only trained on. The sentences are labelled by classifiers of the other folds, so that the scorer
learns how far labels can be trusted; classifier= should be the kind that labels the reports to be summarised.

Writes the folder output=
  config.json, scorer.safetensors  the scorer: labels, numbers; no pickle
  metrics.json                     what cross-validation measured
  README.md                        the model card

Exit status: 0 trained, 2 bad arguments or data, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.command import command, flag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from omegaconf import DictConfig

    from nlp.summarise.training import SummarisedReport
    from scripts.evaluation.summary import SummaryEvaluation
    from scripts.summaries import Corpus


@command("train_summaries")
def main(config: DictConfig) -> int:
    """Measure, train on everything, save."""
    import json
    from dataclasses import asdict

    from nlp.classify.folder import check_replaceable, new_folder
    from nlp.storage.files import write_text
    from nlp.summarise.files import save_scorer
    from nlp.summarise.training import ScorerSettings, fit_scorer
    from scripts.command import settings_from
    from scripts.evaluation.combinations import output_folder
    from scripts.evaluation.summary import ablate, evaluate, tables
    from scripts.summaries import corpus_from

    output = output_folder(config.output)
    check_replaceable(output.resolve())
    settings, diversity = settings_from(config.scorer, ScorerSettings), float(config.summary.diversity)
    corpus = corpus_from(config)
    evaluation = evaluate(corpus, settings, diversity=diversity)
    ablation = ablate(corpus, settings, diversity=diversity) if flag(config, "ablation") else {}
    with new_folder(output.resolve()) as folder:
        save_scorer(fit_scorer(corpus.outside(()), corpus.labels, settings), folder, trained_on=trained_on(corpus))
        metrics = {**asdict(evaluation), "ablation": dict(ablation)}
        write_text(folder / "metrics.json", json.dumps(metrics, ensure_ascii=False, indent=2) + "\n")
        write_text(folder / "README.md", card(output.name, corpus, asdict(settings), evaluation, ablation))
    print(tables(evaluation))
    print(f"Scorer: {output}")
    return 0


def trained_on(corpus: Corpus) -> str:
    """How much there was to learn from."""
    parts = [_amount([case.summarised for case in corpus.cases])]
    return "; ".join([*parts, *([f"{_amount(corpus.extra)} only to train on"] if corpus.extra else [])])


def _amount(reports: Sequence[SummarisedReport]) -> str:
    return f"{sum(len(report.references) for report in reports)} reference summaries of {len(reports)} reports"


def card(
    name: str,
    corpus: Corpus,
    settings: Mapping[str, float],
    evaluation: SummaryEvaluation,
    ablation: Mapping[str, float],
) -> str:
    """The model card as Markdown."""
    from nlp.evaluate.tables import table
    from scripts.evaluation.summary import UNSUPERVISED, overall_rouge, tables
    from scripts.evaluation.summary_systems import LEXRANK

    labelled = f"labels by classifiers (kind: {corpus.kind}) of the other folds"
    folds = f"{len(corpus.folds)} folds, no report in two folds; {labelled}"
    rouge = overall_rouge(evaluation)
    other = LEXRANK if LEXRANK in rouge else UNSUPERVISED
    rows = [[variant, f"{value:.3f}", f"{value - rouge[other]:+.3f}"] for variant, value in ablation.items()]
    parts = [
        f"# {name}",
        "给报告里的每个句子打分：标注者会不会把它选进摘要。\n\n"
        "Scores the sentences of Chinese reports (调研报告) for extractive summaries. A random forest on features of "
        "length, place, run-in headings, label, centrality, headings and wording says how likely annotators are "
        "to take a sentence. The labelled JSON says for each sentence what every group of features added to its score "
        "(`parts`). Which label a sentence speaks for is the classifier's to say.",
        f"Used for reports with the labels {', '.join(corpus.labels)}; reports with other labels are summarised "
        "without training. Choose another with `summary.scorer=FOLDER`, none with `summary.scorer=null`.",
        "## Training",
        f"{trained_on(corpus)}. The files hold thresholds, no text.",
        table(["setting", "value"], [[key, str(value)] for key, value in settings.items()]),
        "## How good it is",
        f"Cross-validation, {folds}. Every system gets the same sentences and, for each reference, a budget of its "
        "length. ROUGE is F1 on characters with clipped counts; the mean over annotators, then over reports.",
        tables(evaluation),
    ]
    if rows:
        parts += [
            "## What each group of features is worth",
            f"Overall ROUGE-2, and how much is left of the gain over {other}, on the same folds. "
            "Differences under 0.02 are noise: another seed moves a figure as much.",
            table(["", "ROUGE-2", "gain"], rows),
        ]
    parts += [
        "## Limits",
        "- The annotators took one sentence per section, of middle length, that states its point; whoever wants other "
        "summaries should train on some of their own.\n"
        "- Few reports: expect other reports to differ as much as the folds do.\n"
        "- It extracts: what no sentence says, no summary says.",
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    main()
