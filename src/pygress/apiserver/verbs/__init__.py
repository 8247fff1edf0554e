"""The verbs of the API, one a file: a `Call` in, an answer out."""
