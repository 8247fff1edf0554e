"""Puts plugins into slots: which filter configuration goes to which level of the route configuration.

The listener has a fixed row of `filter_chain` filters, the slots, all disabled. Plugin number N of the chain
owns slot N; its fills sit in `typed_per_filter_config`, so that adding, removing, reordering and configuring
plugins is an update of the route configuration alone: it is atomic, running streams keep the filters that
they started with, and no connection is closed.

Levels (the most specific one wins): route configuration, virtual host, route, weighted cluster. Envoy starts
each Wasm configuration that it finds, about 1.6 ms apiece, while "off here" costs nothing to speak of. So a
fill is hoisted to the level where it is written least often, and switched off where it does not belong.

    before   a: X   b: X   c: -   d: Y           (four routes of one host)
    after    host: X    c: off    d: Y

More plugins than slots: the last slot takes all the rest as one chain. Envoy merges such a chain by inner
filter name and would run the overridden ones last, so there the whole chain is written on each route.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from envoy.config.core.v3 import extension_pb2
from envoy.config.route.v3 import route_components_pb2
from google.protobuf.any_pb2 import Any

from pygress.gateway import ir
from pygress.gateway.xds.answer_count import to_xds_answer_count
from pygress.gateway.xds.deny import to_xds_deny
from pygress.gateway.xds.filter_chain import FilterChainConfigPerRoute
from pygress.gateway.xds.request_count import to_xds_request_count
from pygress.gateway.xds.typed import pack
from pygress.gateway.xds.wasm import to_xds_wasm

OFF = pack(route_components_pb2.FilterConfig(disabled=True))

_START_COST = 1600
_OFF_COST = 10

Content = tuple[tuple[str, str], ...]
"""What one slot holds at one place: (plugin, fill id) pairs in chain order; empty means off."""

Slots = tuple[Content, ...]

T = TypeVar("T", bound=Hashable)


class SlotTable:
    """The layout of one gateway: content of slots by placement, and its Envoy form, each built once."""

    def __init__(self, plugins: Sequence[ir.Plugin], slots: int) -> None:
        self._order = {plugin.name: index for index, plugin in enumerate(plugins)}
        self._fills = {(plugin.name, fill.id): fill for plugin in plugins for fill in plugin.fills}
        self._watched = {plugin.name for plugin in plugins if plugin.watched}
        self._slots = slots
        self.used = min(len(plugins), slots)
        self.shared = len(plugins) > slots
        self._by_placement: dict[ir.Placement, Slots] = {}
        self._packed: dict[Content, Any] = {(): OFF}

    def slots_of(self, placement: ir.Placement) -> Slots:
        """Spread the plugins of one place over the slots."""
        found = self._by_placement.get(placement)
        if found is None:
            rows: list[list[tuple[str, str]]] = [[] for _ in range(self.used)]
            for plugin, fill in sorted(placement, key=lambda pair: self._order[pair[0]]):
                rows[min(self._order[plugin], self._slots - 1)].append((plugin, fill))
            found = self._by_placement[placement] = tuple(tuple(row) for row in rows)
        return found

    def may_hoist(self, slot: int) -> bool:
        """Tell whether levels may be mixed in a slot: not in one that plugins share."""
        return not (self.shared and slot == self._slots - 1)

    def pack(self, content: Content) -> Any:
        """Give the Envoy form of a slot's content."""
        found = self._packed.get(content)
        if found is None:
            filters = []
            for index, (plugin, fill) in enumerate(content):
                # Levels are merged by these names, so they are the same for every content of a slot.
                suffix = f"-{index}" if index else ""
                if plugin in self._watched:
                    # First, for answers come back in the opposite order.
                    filters.append(to_xds_answer_count(plugin, f"answers{suffix}"))
                refused = isinstance(self._fills[plugin, fill], ir.Deny)
                filters.append(to_xds_request_count(plugin, f"requests{suffix}", refused=refused))
                filters.append(self._filter(plugin, fill, f"plugin{suffix}"))
            message = FilterChainConfigPerRoute()
            message.filter_chain.filters.extend(filters)
            found = self._packed[content] = pack(message)
        return found

    def _filter(self, plugin: str, fill: str, name: str) -> extension_pb2.TypedExtensionConfig:
        content = self._fills[plugin, fill]
        if isinstance(content, ir.Wasm):
            return to_xds_wasm(content, name)
        assert isinstance(content, ir.Deny), "what is off is in no placement"
        return to_xds_deny(content, name)

    def write(self, level: Slots, below: Slots, into: Mapping[str, Any]) -> None:
        """Write one level where it differs from what the level above it (`below` in priority) gives."""
        for slot, (wanted, given) in enumerate(zip(level, below, strict=True)):
            if wanted != given:
                into[slot_name(slot)].CopyFrom(self.pack(wanted))

    def hoist(self, places: Iterable[Slots]) -> Slots:
        """Choose for each slot the content that a level above `places` should give."""
        counted = Counter(places)
        chosen = []
        for slot in range(self.used):
            contents: Counter[Content] = Counter()
            for place, count in counted.items():
                contents[place[slot]] += count
            chosen.append(_cheapest(contents) if self.may_hoist(slot) else ())
        return tuple(chosen)


def slot_name(slot: int) -> str:
    """Name the filter of a slot; part of the contract between listener and routes."""
    return f"pygress.slot.{slot}"


def _cheapest(contents: Counter[Content]) -> Content:
    def cost(above: Content) -> int:
        own = _START_COST if above else 0
        return own + sum(
            count * (_START_COST if content else _OFF_COST)
            for content, count in contents.items()
            if content != above
        )

    # Ties go to what is there most often, then by content, so that equal input gives equal output.
    return min(sorted({(), *contents}), key=lambda content: (cost(content), -contents[content]))
