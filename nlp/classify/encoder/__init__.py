"""The encoder kind: a pretrained encoder reads the sentences of a paragraph; a small network labels them."""

from __future__ import annotations

from nlp.classify.encoder.checking import check
from nlp.classify.encoder.files import load, save
from nlp.classify.encoder.model import EncoderModel, fit
from nlp.classify.encoder.settings import Settings, variants

METHOD = {
    "en": "A pretrained encoder reads the paragraph and turns each of its sentences into a vector, the mean of its "
    "tokens. A small network on the principal components of that vector and on the place in paragraph and report "
    "gives the sentence a probability per label; the sentences vote, each with the root of its length. Where headings "
    "and neighbours have weight, they are hidden at random in training, so that no label hangs on them alone. Long "
    "paragraphs are read in windows, whole.",
    "zh": "预训练编码器读入整段，取每句各词元向量的平均作为句向量；由一个小型网络根据句向量的主成分以及在段落、"
    "报告中的位置给出各句的标签概率，各句按长度的平方根加权投票。若使用标题和前后段落，训练时会随机遮住，使判断不只依赖它们。"
    "长段落分窗口完整读取，不截断。",
}

__all__ = ["METHOD", "EncoderModel", "Settings", "check", "fit", "load", "save", "variants"]
