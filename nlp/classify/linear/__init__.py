"""The linear kind: TF-IDF and logistic regression on sentences, which vote for their paragraph."""

from __future__ import annotations

from nlp.classify.linear.features import LinearSettings as Settings
from nlp.classify.linear.features import variants
from nlp.classify.linear.files import load, save
from nlp.classify.linear.model import LinearModel, check, fit

METHOD = {
    "en": "A sentence becomes TF-IDF of its characters and words, and the place of its paragraph in the report; in "
    "training also of its headings, so that the text need not explain what they do. Logistic regression gives it a "
    "probability per label; the sentences of a paragraph vote, each with the root of its length. What only a "
    "paragraph's neighbours tell is not known.",
    "zh": "每个句子转成字、词的 TF-IDF 以及段落在报告中的位置（训练时另加上级标题，正文特征便不必解释标题所起的作用），"
    "由逻辑回归给出各标签的概率；段内各句按长度的平方根加权投票。相邻段落的正文不作为特征。",
}

__all__ = ["METHOD", "LinearModel", "Settings", "check", "fit", "load", "save", "variants"]
