"""Sentences as vectors, and how central each is."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from nlp.summarise.similarity import centrality, scale, vectorise


def test_weights_are_tf_idf_of_length_one() -> None:
    vectors = vectorise([Counter(["食堂", "食堂", "经费"]), Counter(["食堂"])])
    shared, rare = 2 * 1.0, math.log(3 / 2) + 1  # idf of a word in every sentence: ln(3/3) + 1
    length = math.hypot(shared, rare)
    assert vectors.weights.tolist() == pytest.approx([shared / length, rare / length, 1.0])
    assert vectors.cosines(0).tolist() == pytest.approx([1.0, shared / length])


def test_centrality_is_the_fixed_point_of_the_random_walk() -> None:
    vectors = vectorise([Counter("ab"), Counter("bc"), Counter("cd"), Counter("e")])
    topic = np.array([0.0, 1.0, 0.5, 0.0])
    scores = centrality(vectors, topic)
    cosine = np.array([vectors.cosines(row) for row in range(4)])
    np.fill_diagonal(cosine, 0)
    walk = np.vstack([cosine[:3] / cosine[:3].sum(axis=1, keepdims=True), np.full(4, 1 / 4)])
    jump = (topic + 0.1) / (topic + 0.1).sum()
    assert scores == pytest.approx(0.15 * jump + 0.85 * walk.T @ scores, abs=1e-6)
    assert scores.sum() == pytest.approx(1)


def test_a_sentence_on_its_heading_s_topic_counts_more() -> None:
    vectors = vectorise([Counter("ab"), Counter("ab"), Counter("ab")])
    first, second, third = centrality(vectors, np.array([0.0, 0.0, 1.0]))
    assert first == pytest.approx(second)
    assert third > first


def test_a_sentence_without_words_is_no_error() -> None:
    assert centrality(vectorise([Counter(), Counter(["食堂"])]), np.zeros(2)).sum() == pytest.approx(1)
    assert centrality(vectorise([Counter()]), np.zeros(1)).tolist() == [1.0]


def test_scores_are_stretched_to_one() -> None:
    assert scale(np.array([0.2, 0.4, 0.3])).tolist() == pytest.approx([0.0, 1.0, 0.5])
    assert scale(np.array([0.2, 0.2])).tolist() == [1.0, 1.0]


def test_a_centroid_is_the_sum_of_its_group() -> None:
    vectors = vectorise([Counter("ab"), Counter("bc"), Counter("d")])
    dense = np.array([vectors.cosines(row) for row in range(3)])
    norm = math.sqrt(dense[:2, :2].sum())
    expected = [dense[0, :2].sum() / norm, dense[1, :2].sum() / norm, 1.0]
    assert vectors.to_centroids(np.array([0, 0, 1])).tolist() == pytest.approx(expected)
