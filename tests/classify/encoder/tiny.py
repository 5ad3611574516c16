"""A BERT of chance on disk, small enough to train in a moment, and settings for it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from nlp.classify.encoder import Settings
from tests.classify.data import examples

WIDTH = 32
MAX_TOKENS = 32
_HOME = TemporaryDirectory(prefix="tiny-encoder-")


@cache
def encoder_folder() -> Path:
    """Made once per test run: two layers, a piece per character of the examples."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = Path(_HOME.name)
    characters = sorted({char for example in examples() for text in (example.text, *example.headings) for char in text})
    vocabulary = {piece: number for number, piece in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *characters])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))  # noqa: S106 - no password
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    specials = {"pad_token": "[PAD]", "unk_token": "[UNK]"}
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        **specials,
        model_max_length=MAX_TOKENS,
    ).save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=WIDTH,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=2 * WIDTH,
        max_position_embeddings=MAX_TOKENS,
        pad_token_id=0,
        initializer_range=0.2,  # at BERT's 0.02 every text would look the same
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


def settings(**changed: object) -> Settings:
    """For the tiny encoder, frozen."""
    values: dict[str, object] = {
        "encoder": str(encoder_folder()),
        "layers": [1, 2],
        "prefix": "",
        "max_tokens": MAX_TOKENS,
        "components": 16,
        "paragraph_weight": 1.0,
        "heading_weight": 1.0,
        "neighbour_weight": 1.0,
        "position_weight": 2.0,
        "heading_dropout": 0.5,
        "neighbour_dropout": 0.5,
        "hidden": 8,
        "dropout": 0.1,
        "networks": 1,
        "sentence_loss": 1.0,
        "trained_layers": 0,
        "head_learning_rate": 0.01,
        "learning_rate": 1e-3,
        "layer_decay": 0.9,
        "epochs": 10,
        "batch_paragraphs": 8,
        "validation_share": 0.0,
        "patience": 2,
        "seed": 0,
        "report_to": "none",
        "checkpoints": "",
    }
    return Settings(**{**values, **changed})  # type: ignore[arg-type]  # checked by the class
