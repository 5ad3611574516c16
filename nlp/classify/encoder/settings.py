"""How the encoder kind reads a paragraph, and how it is trained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nlp.classify.ranges import expect, layer_numbers, not_negative, positive, share


@dataclass(frozen=True, slots=True)
class Settings:
    """`configs/classifier/encoder.yaml` says what each is for."""

    encoder: str
    """As `nlp.encoders.encoder_folder` takes it, or the folder of a trained model whose encoder is used as it is."""
    layers: Sequence[int]
    """Whose states, one after the other, are the vector of a token; from 1. The encoder is cut above the highest."""
    prefix: str
    """Stands before every text that is encoded, and is not part of its mean."""
    max_tokens: int
    """Longest window, special tokens and prefix included; longer texts are cut into windows of equal length."""
    components: int
    """Principal components of the sentences' vectors that are kept."""
    paragraph_weight: float
    """Factor on the vector of the whole paragraph, where that of the sentence has 1; 0 leaves it out. Likewise:"""
    heading_weight: float
    neighbour_weight: float
    """On the vectors of the paragraphs before and after."""
    position_weight: float
    """On the place of the paragraph in its report."""
    heading_dropout: float
    """Share of the paragraphs whose headings a training step hides; likewise the neighbours, each by itself."""
    neighbour_dropout: float
    hidden: int
    """Units of the hidden layer."""
    dropout: float
    """Share of the features, and of the hidden units, that a training step hides."""
    networks: int
    """How many networks are trained, each from a seed of its own; the mean of their logits counts."""
    sentence_loss: float
    """Weight of the sentences' own labels in the loss, where that of the paragraphs has 1."""
    trained_layers: int
    """Layers of the encoder that are trained, from the top; 0 trains the head alone, on vectors computed once."""
    head_learning_rate: float
    learning_rate: float
    """Of the encoder's highest layer."""
    layer_decay: float
    """Factor on the learning rate from a layer to the one below."""
    epochs: int
    batch_paragraphs: int
    validation_share: float
    """Share of the paragraphs, whole reports, that is held out to stop early and to keep the best epoch; 0: none."""
    patience: int
    """Epochs without a lower loss on the held-out reports before training stops."""
    seed: int
    report_to: str
    """Experiment tracker, as transformers names it."""
    checkpoints: str
    """Folder from which a killed training goes on; empty keeps none."""

    def __post_init__(self) -> None:
        expect(self, "layers", layer_numbers, "as a list of numbers from 1 on, such as [3]")
        expect(self, "max_tokens", lambda tokens: tokens >= 16, "of 16 or more")
        expect(self, "heading_dropout neighbour_dropout dropout validation_share", share, "from 0 to 1")
        expect(self, "dropout validation_share", lambda value: value < 1, "below 1")
        expect(self, "paragraph_weight heading_weight neighbour_weight position_weight", not_negative, "of 0 or more")
        expect(self, "sentence_loss trained_layers seed", not_negative, "of 0 or more")
        expect(self, "components hidden networks epochs batch_paragraphs patience", positive, "above 0")
        expect(self, "head_learning_rate learning_rate layer_decay", positive, "above 0")
        expect(self, "trained_layers", lambda count: count <= max(self.layers), "of the highest of the layers at most")
        if self.trained_layers and self.networks > 1:
            raise ValueError(f"expected one network on an encoder that is trained, got {self.networks}")

    @property
    def view_weights(self) -> tuple[float, float, float, float]:
        """Factors on what `nlp.classify.encoder.windows.views` gives."""
        return self.paragraph_weight, self.heading_weight, self.neighbour_weight, self.neighbour_weight


def variants(settings: Settings) -> Mapping[str, Settings]:
    """Settings without one part each: what an ablation compares."""
    compared = {
        "without the whole paragraph": replace(settings, paragraph_weight=0.0),
        "trained without headings": replace(settings, heading_weight=0.0),
        "without neighbours": replace(settings, neighbour_weight=0.0),
        "without position": replace(settings, position_weight=0.0),
        "with headings and neighbours never hidden": replace(settings, heading_dropout=0.0, neighbour_dropout=0.0),
        "with headings and neighbours": replace(settings, heading_weight=1.0, neighbour_weight=1.0),
        "without the sentences' own labels": replace(settings, sentence_loss=0.0),
        "by the last layer alone": replace(settings, layers=[max(settings.layers)]),
    }
    return {name: varied for name, varied in compared.items() if varied != settings}
