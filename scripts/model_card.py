"""The model card: what the model is, what it was trained on and how good it is, from measured values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nlp.classify.folder import ModelConfig
from nlp.evaluate.scores import Scores
from nlp.evaluate.tables import brief, table
from scripts.learning import Evaluation, tables


@dataclass(frozen=True, slots=True)
class Facts:
    """What the card tells."""

    config: ModelConfig
    about: str
    """What the data are, in their user's words."""
    evaluation: Evaluation
    ablation: Mapping[str, Mapping[str, Scores]]
    """Scores of variants by what was done to the headings; may be empty."""
    target: float
    """Share of right labels that the review threshold aims at."""


def markdown(facts: Facts) -> str:
    """The card as Markdown."""
    return (
        "\n\n".join(
            [
                f"# {facts.config.name}",
                _purpose(facts.config),
                "## Training",
                _training(facts),
                "## How good it is",
                tables(facts.evaluation),
                *([f"## What each part is worth\n\n{_ablation(facts.ablation)}"] if facts.ablation else []),
                "## Confidence",
                _confidence(facts),
                "## Limits",
                _limits(facts.evaluation),
            ]
        )
        + "\n"
    )


def _purpose(config: ModelConfig) -> str:
    labels = table(["label", "name", "what it is"], [[item.id, item.name, item.definition] for item in config.labels])
    return f"Labels the paragraphs of Chinese reports (kind: {config.kind}).\n\n{labels}"


def _training(facts: Facts) -> str:
    settings = table(["setting", "value"], [[key, str(value)] for key, value in facts.config.settings.items()])
    return "\n\n".join(
        [
            *([facts.about] if facts.about else []),
            f"Trained on {facts.config.trained_on}, by `python -m scripts.train` with these settings "
            "(`configs/classifier/` explains them); the same data and versions give the same files.",
            settings,
            "A sentence becomes TF-IDF of its characters, words and headings, and the place of its paragraph in the "
            "report; logistic regression gives it a probability per label; the sentences of a paragraph vote, each "
            "with the root of its length.",
        ]
    )


def _ablation(ablation: Mapping[str, Mapping[str, Scores]]) -> str:
    return (
        "Macro-F1 on the same folds, with the headings of the judged reports as printed, removed, and replaced by "
        "those of another report. Differences under 0.03 are noise.\n\n" + brief(ablation)
    )


def _confidence(facts: Facts) -> str:
    calibration, review = facts.config.calibration, facts.evaluation.scores["printed"].review
    return (
        f"Temperature {calibration.temperature:.3f}, learnt on the paragraphs that each fold's model had not seen. "
        f"Paragraphs with a confidence below {calibration.review_threshold:.3f} are marked for review, so that "
        f"{facts.target:.0%} of the others should be right. With calibration and threshold learnt on the other folds, "
        f"{review.accepted:.0%} of the paragraphs need no review, and {review.right:.1%} of these are right."
    )


def _limits(evaluation: Evaluation) -> str:
    printed, removed, replaced = (evaluation.scores[name].macro_f1 for name in ("printed", "removed", "replaced"))
    worst = min(evaluation.scores["printed"].f1.items(), key=lambda item: item[1])
    low, high = min(evaluation.scores["printed"].folds), max(evaluation.scores["printed"].folds)
    return "\n".join(
        [
            f"- From fold to fold macro-F1 goes from {low:.2f} to {high:.2f}: other reports will differ as much.",
            f"- Headings help where they are like those of the training data ({printed:.2f}); without any it is "
            f"{removed:.2f}, with misleading ones {replaced:.2f}.",
            f"- The label it knows least is {worst[0]} (F1 {worst[1]:.2f}).",
            "- A paragraph is judged by its own words, headings and place; what only its neighbours tell is not known.",
            "- Reports of another kind than the training data's were not measured: evaluate on some of your own first.",
        ]
    )
