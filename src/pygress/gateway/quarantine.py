"""What was found out about plugins at run time, kept on disk: it must hold after a restart as well.

A sentence stops some fills of a plugin: for a while (a plugin that keeps trapping) or until the resource changes (a
canary that was taken back). It is lifted when its time is over, and when the resource has another generation.
"""

import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sentence:
    """`version` is that of the resource (uid and generation); `until` is wall-clock time, 0 means for good.

    `pause` is how long it lasts, in seconds; the next one of the same version lasts twice as long.
    """

    fills: tuple[str, ...]
    cause: str
    version: str
    until: float = 0.0
    pause: float = 0.0

    def left(self, now: float) -> float:
        """Give the seconds that are left: the clock may have been moved, so never more than there were."""
        return max(0.0, min(self.until - now, self.pause))


class Quarantine:
    """The sentences by plugin, in force or served; `causes` maps each fill that is stopped now to its cause."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.causes: dict[str, str] = {}
        self._path = path
        self._clock = clock
        self._sentences = self._load()
        for one in self._sentences.values():
            if not one.until or one.left(clock()):
                self.causes.update(dict.fromkeys(one.fills, one.cause))

    def stop(self, plugin: str, fills: Iterable[str], cause: str, version: str, pause: float = 0.0) -> None:
        """Stop fills of a plugin for `pause` seconds, without it for good; whoever waits calls `release`."""
        until = self._clock() + pause if pause else 0.0
        sentence = Sentence(tuple(fills), cause, version, until, pause)
        self._sentences[plugin] = sentence
        self.causes.update(dict.fromkeys(sentence.fills, cause))
        self._save()

    def release(self, plugin: str) -> None:
        """Let the fills of a plugin run again; that it was stopped is remembered."""
        if plugin in self._sentences:
            self._drop_causes(self._sentences[plugin])

    def last_pause(self, plugin: str, version: str) -> float:
        """Give how long this version of a plugin was stopped for last; 0 if it never was."""
        sentence = self._sentences.get(plugin)
        return sentence.pause if sentence is not None and sentence.version == version else 0.0

    def waiting(self) -> dict[str, float]:
        """Give the seconds after which each plugin that is stopped for a while is to be released."""
        now = self._clock()
        return {
            plugin: one.left(now)
            for plugin, one in self._sentences.items()
            if one.until and any(fill in self.causes for fill in one.fills)
        }

    def keep(self, versions: Mapping[str, str]) -> None:
        """Lift what was said of other versions than these; a canary has the version of its plugin."""
        gone = [
            plugin
            for plugin, one in self._sentences.items()
            if versions.get(plugin.partition("~")[0]) != one.version
        ]
        for plugin in gone:
            self._drop_causes(self._sentences.pop(plugin))
        if gone:
            self._save()

    def _drop_causes(self, sentence: Sentence) -> None:
        for fill in sentence.fills:
            self.causes.pop(fill, None)

    def _load(self) -> dict[str, Sentence]:
        try:
            kept = json.loads(self._path.read_text())
            return {
                plugin: Sentence(
                    tuple(str(fill) for fill in one["fills"]),
                    str(one["cause"]),
                    str(one["version"]),
                    float(one["until"]),
                    float(one["pause"]),
                )
                for plugin, one in kept.items()
            }
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            log.warning("what is known of faulty plugins cannot be read: %s", error)
            return {}

    def _save(self) -> None:
        temporary = self._path.with_suffix(".tmp")
        try:
            temporary.write_text(json.dumps({key: asdict(one) for key, one in self._sentences.items()}))
            temporary.replace(self._path)
        except OSError as error:
            log.warning("cannot keep what is known of faulty plugins: %s", error)
