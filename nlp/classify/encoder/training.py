"""Train the head, the upper layers of the encoder where wanted, or a smaller encoder, with transformers' Trainer."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.classify.encoder.rows import RUN, Rows
from nlp.classify.encoder.settings import Settings

if TYPE_CHECKING:
    import torch
    from transformers import Trainer, TrainingArguments

    from nlp.classify.encoder.batches import Collator, Tokens
    from nlp.classify.encoder.distilling import DistillationSettings
    from nlp.classify.encoder.network import Distillation, Network

_WARM_UP = 0.1  # share of the steps in which the learning rates rise
_WEIGHT_DECAY = 0.01


def train(
    network: Network, rows: Rows, collator: Collator, *, layers: Sequence[torch.nn.Module], settings: Settings
) -> None:
    """Train in place; `layers` are those of the encoder that learn too, from the bottom.

    The same rows and settings give the same weights on the same machine. A training that was killed goes on from its
    last epoch when it is started again with the same rows, settings and `checkpoints`.
    """
    from datasets import Dataset
    from transformers import EarlyStoppingCallback, Trainer

    validate = bool(rows.validation)
    epochs = "epoch" if validate else "no"
    content = [rows.training, rows.validation, _identity(settings)]
    with _checkpoint_folder(content, settings.checkpoints) as name:
        arguments = _arguments(
            name,
            settings,
            per_device_train_batch_size=max(1, settings.batch_paragraphs // RUN),
            per_device_eval_batch_size=max(1, settings.batch_paragraphs // RUN),
            eval_strategy=epochs,
            save_strategy="epoch" if validate or settings.checkpoints else "no",
            load_best_model_at_end=validate,
            metric_for_best_model="eval_loss" if validate else None,
            greater_is_better=False if validate else None,
            **_bfloat16(bool(layers)),  # the head alone is too small to gain from it
        )
        trainer = Trainer(
            model=network,
            args=arguments,
            data_collator=collator,
            train_dataset=Dataset.from_list(rows.training),
            eval_dataset=Dataset.from_list(rows.validation) if validate else None,
            callbacks=[EarlyStoppingCallback(settings.patience)] if validate else [],
            optimizers=(_optimizer(network, layers, settings), None),
        )
        _run(trainer, name)
    network.eval()


def distil(
    network: Distillation, batches: Sequence[Sequence[str]], source: Tokens, settings: DistillationSettings
) -> None:
    """Train the student in place, a batch of texts to a step; what `train` says of seeds and kills holds here too."""
    import torch
    from datasets import Dataset
    from transformers import Trainer

    learning = [weights for weights in network.student.parameters() if weights.requires_grad]
    with _checkpoint_folder([batches, _identity(settings)], settings.checkpoints) as name:
        trainer = Trainer(
            model=network,
            args=_arguments(
                name,
                settings,
                per_device_train_batch_size=1,
                save_strategy="epoch" if settings.checkpoints else "no",
                **_bfloat16(True),
            ),
            data_collator=lambda rows: {"batch": source(rows[0]["texts"])},
            train_dataset=Dataset.from_list([{"texts": list(texts)} for texts in batches]),
            optimizers=(torch.optim.AdamW(learning, lr=settings.learning_rate, weight_decay=_WEIGHT_DECAY), None),
        )
        _run(trainer, name)


def _run(trainer: Trainer, folder: str) -> None:
    """From the last whole checkpoint in the folder on, if there is one."""
    from transformers import PrinterCallback
    from transformers.trainer_utils import get_last_checkpoint

    trainer.remove_callback(PrinterCallback)
    _remove_broken_checkpoints(Path(folder))
    trainer.train(resume_from_checkpoint=get_last_checkpoint(folder) if Path(folder).is_dir() else None)


def _remove_broken_checkpoints(folder: Path) -> None:
    """Those that a kill left half written: the trainer's state is what transformers writes last."""
    for checkpoint in folder.glob("checkpoint-*"):
        try:
            json.loads((checkpoint / "trainer_state.json").read_bytes())
        except (OSError, ValueError):
            shutil.rmtree(checkpoint)


def _arguments(folder: str, settings: Settings | DistillationSettings, **own: Any) -> TrainingArguments:
    import torch
    from transformers import TrainingArguments

    arguments = TrainingArguments(
        output_dir=folder,
        num_train_epochs=settings.epochs,
        warmup_steps=_WARM_UP,
        lr_scheduler_type="linear",
        seed=settings.seed,
        save_total_limit=1,
        logging_strategy="epoch",
        label_names=["batch"],
        prediction_loss_only=True,
        remove_unused_columns=False,
        dataloader_pin_memory=torch.cuda.is_available(),
        disable_tqdm=not sys.stderr.isatty(),
        report_to=settings.report_to,
        **own,
    )
    arguments._n_gpu = min(1, arguments.n_gpu)  # a batch's tensors refer to each other: several GPUs cannot share it
    return arguments


def _bfloat16(wanted: bool) -> dict[str, bool]:
    """Arguments for matrix products in bfloat16, where the GPU, or without one the processor, has them in hardware."""
    import torch

    if torch.cuda.is_available():
        return {"bf16": wanted and bool(torch.cuda.is_bf16_supported(including_emulation=False))}
    has: dict[str, bool] = getattr(torch.cpu, "get_capabilities", dict)()  # an older torch does not tell
    bf16 = wanted and bool(has.get("avx512_bf16") or has.get("amx_bf16"))
    return {"bf16": bf16, "use_cpu": bf16}


def _optimizer(network: Network, layers: Sequence[torch.nn.Module], settings: Settings) -> torch.optim.Optimizer:
    """AdamW; the head has its own learning rate, each layer of the encoder that of the one above it times decay.

    After Howard and Ruder 2018, Universal Language Model Fine-tuning, without the gradual unfreezing.
    """
    import torch

    head = [*network.hidden.parameters(), *network.output.parameters(), *network.direct.parameters()]
    groups: list[dict[str, Any]] = [{"params": head, "lr": settings.head_learning_rate}]
    for depth, layer in enumerate(reversed(layers)):
        rate = settings.learning_rate * settings.layer_decay**depth
        groups.append({"params": list(layer.parameters()), "lr": rate})
    return torch.optim.AdamW(groups, weight_decay=_WEIGHT_DECAY)


def _identity(settings: Settings | DistillationSettings) -> dict[str, object]:
    """What of the settings decides the weights."""
    return {**asdict(settings), "checkpoints": "", "report_to": ""}


def _checkpoint_folder(content: object, checkpoints: str) -> AbstractContextManager[str]:
    """A folder for the training with this content alone, which stays when `checkpoints` names where."""
    if not checkpoints:
        return tempfile.TemporaryDirectory()
    key = hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()
    return nullcontext(str(Path(checkpoints).expanduser() / key[:16]))
