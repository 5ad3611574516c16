"""The encoder kind: a pretrained encoder reads a paragraph, its headings and its neighbours; linear heads label it."""

from __future__ import annotations

from nlp.classify.encoder.files import load, save
from nlp.classify.encoder.model import EncoderModel, fit
from nlp.classify.encoder.settings import Settings, variants

METHOD = {
    "en": "A pretrained encoder turns the paragraph, each of its sentences, its heading path and the paragraphs before "
    "and after it into vectors. Logistic regression on them gives the paragraph a probability per label, and each of "
    "its sentences; the sentences vote, each with the root of its length. In training, headings and neighbours are "
    "hidden at random, so that the label never hangs on them alone. Long paragraphs are read in windows, whole.",
    "zh": "预训练编码器把段落、段内各句、上级标题以及前后段落转成向量，再由逻辑回归给出段落和各句的标签概率；"
    "各句按长度的平方根加权投票。训练时随机遮住标题和前后段落，使判断不只依赖它们。长段落分窗口完整读取，不截断。",
}

__all__ = ["METHOD", "EncoderModel", "Settings", "fit", "load", "save", "variants"]
