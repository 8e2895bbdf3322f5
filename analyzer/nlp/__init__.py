"""Annotation: spaCy pipelines that mark acts, requested data, given data and statements in each message."""
