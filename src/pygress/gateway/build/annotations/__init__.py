"""Ingress annotations: one group per file, applied in the order of `STEPS`.

Each step takes the routes of one Ingress and gives them back, changed. A value that cannot be used raises
AnnotationError; the caller reports it and goes on without that step.
"""

from pygress.gateway.build.annotations import (
    access,
    balance,
    canary,
    cors,
    headers,
    limit,
    matching,
    mirror,
    redirect,
    retry,
    rewrite,
    upstream,
)
from pygress.gateway.build.annotations.notes import AnnotationError, Context, Notes, Step

# Matching first: the others look at the form of the path. Redirects last: they add routes of their own.
STEPS: tuple[Step, ...] = (
    matching.apply,
    rewrite.apply,
    headers.apply,
    retry.apply,
    upstream.apply,
    balance.apply,
    mirror.apply,
    cors.apply,
    access.apply,
    limit.apply,
    canary.apply,
    redirect.apply,
)

__all__ = ["STEPS", "AnnotationError", "Context", "Notes", "Step"]
