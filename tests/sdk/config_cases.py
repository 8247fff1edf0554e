"""What `decode` makes of configurations: (text, value or message). Both decoders must agree with every line.

A string is the message of the `ValueError`, anything else the attributes that differ from the defaults.
"""

from .plugins.everything import Everything, Mode, Rule

__all__ = ["CASES", "Everything"]

FIELDS = (
    "`text`, `number`, `share`, `flag`, `names`, `labels`, `rules`, `main`, `either`, `maybe`, `kind`, `mode`, `port`,"
    " `least`, `most`, `code`, `items`, `matrix`, `limits`"
)

CASES: list[tuple[str, dict[str, object] | str]] = [
    ("", {}),
    (" \n", {}),
    ("{}", {}),
    ('{"text": "ä\\u00e4\\ud83d\\ude00"}', {"text": "ää😀"}),
    ('{"number": -9223372036854775808}', {"number": -(2**63)}),
    ('{"number": 9223372036854775808}', "an integer needs more than 64 bits"),
    ('{"number": 1.0}', "number: expected an integer, got 1.0"),
    ('{"number": true}', "number: expected an integer, got true"),
    ('{"number": "1"}', 'number: expected an integer, got "1"'),
    (
        '{"number": "\\"\\\\\\n\\t\\u0001\\u001fé😀"}',
        'number: expected an integer, got "\\"\\\\\\n\\t\\u0001\\u001fé😀"',
    ),
    ('{"number": 1e22}', "number: expected an integer, got 1e+22"),
    ('{"number": -0.5}', "number: expected an integer, got -0.5"),
    ('{"number": NaN}', "number: expected an integer, got NaN"),
    ('{"number": -Infinity}', "number: expected an integer, got -Infinity"),
    ('{"number": null}', "number: expected an integer, got null"),
    ('{"share": 1}', {"share": 1.0}),
    ('{"share": 0.25}', {"share": 0.25}),
    ('{"share": "x"}', 'share: expected a number, got "x"'),
    ('{"flag": true}', {"flag": True}),
    ('{"flag": 1}', "flag: expected a boolean, got 1"),
    ('{"text": 7}', "text: expected a string, got 7"),
    ('{"text": ["a"]}', "text: expected a string, got a list"),
    ('{"text": {"a": 1}}', "text: expected a string, got an object"),
    ('{"names": ["a", "b"]}', {"names": ["a", "b"]}),
    ('{"names": ["a", "b", 7]}', "names[2]: expected a string, got 7"),
    ('{"names": "a"}', 'names: expected a list, got "a"'),
    ('{"labels": {"a": "b"}}', {"labels": {"a": "b"}}),
    ('{"labels": {"a": 1}}', "labels.a: expected a string, got 1"),
    ('{"labels": []}', "labels: expected an object, got a list"),
    ('{"rules": [{"host": "a", "codes": [1]}]}', {"rules": [Rule("a", [1])]}),
    ('{"rules": [{"host": "a"}, {"codes": []}]}', "rules[1].host: missing"),
    ('{"rules": [{"host": "a", "codes": [1, "x"]}]}', 'rules[0].codes[1]: expected an integer, got "x"'),
    ('{"rules": [{"host": "a", "port": 1}]}', "rules[0].port: unknown field, allowed are `host`, `codes`"),
    ('{"rules": [{"host": ""}]}', "rules[0]: `host` is empty"),
    ('{"rules": [3]}', "rules[0]: expected an object, got 3"),
    ('{"main": null}', {"main": None}),
    ('{"main": {"host": "h"}}', {"main": Rule("h")}),
    ('{"main": 1}', "main: expected an object or null, got 1"),
    ('{"either": "a"}', {"either": "a"}),
    ('{"either": 3}', {"either": 3}),
    ('{"either": []}', "either: expected a string or an integer, got a list"),
    ('{"maybe": 3}', {"maybe": 3}),
    ('{"maybe": "3"}', 'maybe: expected an integer or null, got "3"'),
    ('{"kind": "b"}', {"kind": "b"}),
    ('{"kind": "c"}', 'kind: expected one of "a", "b", got "c"'),
    ('{"kind": 1}', 'kind: expected one of "a", "b", got 1'),
    ('{"mode": "hard"}', {"mode": Mode.HARD}),
    ('{"mode": "HARD"}', 'mode: expected one of "soft", "hard", got "HARD"'),
    ('{"port": 65535}', {"port": 65535}),
    ('{"port": 65536}', "port: must be 1 to 65535, got 65536"),
    ('{"port": "x"}', 'port: expected an integer, got "x"'),
    ('{"least": 0}', "least: must be at least 1, got 0"),
    ('{"most": 0.75}', "most: must be at most 0.5, got 0.75"),
    ('{"code": "ä"}', "code: must be 2 to 3 long, is 1 long"),
    ('{"code": "äöü"}', {"code": "äöü"}),
    ('{"items": [1, 2, 3]}', "items: must be at most 2 long, is 3 long"),
    ('{"matrix": [[1], [2, "x"]]}', 'matrix[1][1]: expected an integer, got "x"'),
    ('{"limits": {"a": 1, "b c": null}}', "limits.b c: expected an integer, got null"),
    ('{"other": 1}', f"other: unknown field, allowed are {FIELDS}"),
    ('{"number": "x", "text": 1}', 'number: expected an integer, got "x"'),
    ('{"text": "a", "text": "b"}', {"text": "b"}),
    ("[]", "expected an object, got a list"),
    ("3", "expected an object, got 3"),
    ("null", "expected an object, got null"),
    (
        '{"text": ' + '"' + "x" * 50 + '", "number": "' + "y" * 50 + '"}',
        'number: expected an integer, got "' + "y" * 39 + "...",
    ),
    ("{", "not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
    ('{"text" 1}', "not JSON: Expecting ':' delimiter: line 1 column 9 (char 8)"),
    ("{}\n}", "not JSON: Extra data: line 2 column 1 (char 3)"),
]
