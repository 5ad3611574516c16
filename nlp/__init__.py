"""diaoyan: Chinese research reports (调研报告) in, labelled and summarised paragraphs out."""

__version__ = "0.1.0"
