"""Gold against predicted: folds grouped by report, scores, conditions and baselines, tables."""
