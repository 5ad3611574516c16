"""Tests of nlp/read."""
