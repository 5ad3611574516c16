"""The linear kind: TF-IDF and logistic regression on sentences, which vote for their paragraph."""

from __future__ import annotations

from nlp.classify.linear.features import LinearSettings
from nlp.classify.linear.files import load, save
from nlp.classify.linear.model import LinearModel, fit

__all__ = ["LinearModel", "LinearSettings", "fit", "load", "save"]
