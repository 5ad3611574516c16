"""The linear kind: TF-IDF and logistic regression on sentences, which vote for their paragraph."""

from __future__ import annotations

from nlp.classify.linear.features import LinearSettings as Settings
from nlp.classify.linear.features import variants
from nlp.classify.linear.files import load, save
from nlp.classify.linear.model import LinearModel, fit

__all__ = ["LinearModel", "Settings", "fit", "load", "save", "variants"]
