"""Ingress -> route drafts."""

import zlib
from collections.abc import Sequence

from pygress.gateway import ir
from pygress.gateway.build import hosts
from pygress.gateway.build.annotations import STEPS, AnnotationError, Context, Notes
from pygress.gateway.build.annotations.canary import join_canaries
from pygress.gateway.build.destination import NAME as DESTINATION
from pygress.gateway.build.destination import read_destination
from pygress.gateway.build.draft import Draft
from pygress.gateway.build.facts import Facts
from pygress.gateway.build.inputs import Inputs
from pygress.gateway.build.plugins import held_name
from pygress.gateway.build.service import Backends
from pygress.gateway.build.settings import Settings
from pygress.gateway.build.status import Problem
from pygress.resources.ingress import HttpIngressPath, Ingress, IngressBackend

_CLASS_ANNOTATION = "kubernetes.io/ingress.class"
_UNAVAILABLE = ir.Respond(503, "no backend\n")


def in_class(ingress: Ingress, settings: Settings) -> bool:
    """Tell whether an Ingress is ours; without a class of our own every one is."""
    named = ingress.spec.ingress_class_name or ingress.metadata.annotations.get(_CLASS_ANNOTATION)
    return not settings.ingress_class or not named or named == settings.ingress_class


def build_ingresses(
    ingresses: Sequence[Ingress], backends: Backends, inputs: Inputs, facts: Facts, settings: Settings
) -> tuple[list[Draft], set[str], list[Problem]]:
    """Build the routes of all Ingresses, given in order of age."""
    drafts: list[Draft] = []
    units: set[str] = set()
    problems: list[Problem] = []
    for age, ingress in enumerate(ingresses):
        refused = facts.held.get(unit_of(ingress))
        served: Ingress | None = ingress
        if refused is not None:
            problems.append(Problem("Ingress", ingress.key, "RefusedByEnvoy", refused))
            served = facts.ingresses.get(ingress.key)
        if served is not None:
            units.add(unit_of(served))
            drafts += _Builder(served, age, backends, inputs, settings, problems).drafts()
    drafts, canary_problems = join_canaries(drafts)
    return drafts, units, [*problems, *canary_problems]


def unit_of(ingress: Ingress) -> str:
    """Name this version of an Ingress, as in `Facts.held`."""
    # The resource version changes with the status as well; these two change with the meaning only.
    notes = repr(sorted(ingress.metadata.annotations.items()))
    return held_name(
        "Ingress", ingress.key, f"{ingress.metadata.generation}.{zlib.crc32(notes.encode()):08x}"
    )


class _Builder:
    """Builds the routes of one Ingress."""

    def __init__(
        self,
        ingress: Ingress,
        age: int,
        backends: Backends,
        inputs: Inputs,
        settings: Settings,
        problems: list[Problem],
    ) -> None:
        self._ingress = ingress
        self._age = age
        self._backends = backends
        self._inputs = inputs
        self._settings = settings
        self._problems = problems
        self._notes = Notes(ingress.metadata.annotations)

    def drafts(self) -> list[Draft]:
        spec = self._ingress.spec
        drafts = []
        destination = self._destination()
        for index, rule in enumerate(spec.rules):
            host = hosts.normal(rule.host)
            for number, path in enumerate(rule.http.paths if rule.http else []):
                place = f"spec.rules[{index}].http.paths[{number}]"
                action = destination or self._backend(path.backend, place)
                drafts.append(self._draft(host, _match(path), action))
            if rule.http is None and spec.default_backend is not None:
                action = destination or self._backend(spec.default_backend, "spec.defaultBackend")
                drafts.append(self._draft(host, ir.Match(ir.PathMatch("segments", "/")), action))
        if spec.default_backend is not None:
            action = destination or self._backend(spec.default_backend, "spec.defaultBackend")
            draft = self._draft("*", ir.Match(ir.PathMatch("segments", "/")), action)
            # After every route that somebody asked for by a rule.
            draft.last = True
            drafts.append(draft)
        return self._annotated(drafts)

    def _annotated(self, drafts: list[Draft]) -> list[Draft]:
        if not self._notes.unknown():
            # Most Ingresses have no annotation besides the destination; every step would leave them as they are.
            return drafts
        context = Context(self._ingress, self._backends, self._settings, self._inputs.secrets)
        for step in STEPS:
            try:
                drafts = step(drafts, self._notes, context)
            except AnnotationError as error:
                self._report("BadAnnotation", str(error))
        unknown = self._notes.unknown()
        if unknown:
            listed = ", ".join(f"`{name}`" for name in unknown)
            self._report("UnsupportedAnnotation", f"not supported, without effect: {listed}")
        return drafts

    def _draft(self, host: str, match: ir.Match, action: ir.Action) -> Draft:
        return Draft(self._ingress.key, host, match, action, self._age)

    def _destination(self) -> ir.Action | None:
        text = self._notes.text(DESTINATION)
        if not text:
            return None
        try:
            return ir.Forward(read_destination(text, self._backends))
        except AnnotationError as error:
            self._report("BadDestination", str(error))
            return _UNAVAILABLE

    def _backend(self, backend: IngressBackend, place: str) -> ir.Action:
        namespace = self._ingress.metadata.namespace
        if backend.service is not None:
            cluster, wrong = self._backends.service(namespace, backend.service.name, backend.service.port)
            if cluster:
                return ir.Forward((ir.Target(cluster),))
        elif backend.resource is not None:
            wrong = f"a `{backend.resource.kind}` needs the annotation `higress.io/destination`"
        else:
            wrong = "names neither a service nor a resource"
        self._report("BadBackend", f"`{place}`: {wrong}")
        return _UNAVAILABLE

    def _report(self, reason: str, message: str) -> None:
        self._problems.append(Problem("Ingress", self._ingress.key, reason, message))


def _match(path: HttpIngressPath) -> ir.Match:
    value = path.path or "/"
    if path.path_type == "Exact":
        return ir.Match(ir.PathMatch("exact", value))
    # `/a/` and `/a` are one prefix: what counts are the elements between slashes.
    return ir.Match(ir.PathMatch("segments", value.rstrip("/") or "/"))
