"""The ensemble kind: the linear and the encoder model together, which err differently."""

from __future__ import annotations

from nlp.classify.ensemble.model import EnsembleModel, Settings, check, fit, load, save, variants

METHOD = {
    "en": "Two models label each sentence, and their probabilities are combined by a weighted geometric mean: one "
    "counts characters and words of the sentence (TF-IDF and logistic regression), the other "
    "reads the text with a pretrained encoder and a small network. The sentences vote for their paragraph, each with "
    "the root of its length. Long paragraphs are read whole.",
    "zh": "两个模型分别给出每个句子的标签概率，再取加权几何平均：一个统计句子的字词（TF-IDF 加逻辑回归），"
    "另一个用预训练编码器和小型网络读取文本。各句按长度的平方根加权，为所在段落投票。长段落完整读取，不截断。",
}

__all__ = ["METHOD", "EnsembleModel", "Settings", "check", "fit", "load", "save", "variants"]
