"""Lease: which of several controllers leads."""

from pydantic import Field

from pygress.resources.meta import Model, Resource


class LeaseSpec(Model):
    """The holder and its term; times are RFC 3339 texts with microseconds."""

    holder_identity: str | None = None
    lease_duration_seconds: int | None = None
    acquire_time: str | None = None
    renew_time: str | None = None
    lease_transitions: int | None = None


class Lease(Resource):
    """A lock with a term."""

    spec: LeaseSpec = Field(default_factory=LeaseSpec)
