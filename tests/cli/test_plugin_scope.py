"""The switches of a plugin change what they speak of and nothing else."""

from pathlib import Path

import pytest

from pygress.cli.errors import CommandError
from pygress.cli.plugin_scope import Scope, disabled, enabled, read_config, read_scope, scopes

RULES = [{"domain": ["a.com", "b.com"], "config": {"x": 1}}, {"ingress": ["shop"], "configDisable": True}]


def test_the_default_is_one_switch() -> None:
    spec = {"url": "oci://x", "defaultConfig": {"a": 1}, "matchRules": RULES}
    assert enabled(spec, Scope(), None) == {"defaultConfigDisable": False}
    assert disabled(spec, Scope()) == {"defaultConfigDisable": True}


def test_a_new_default_configuration_replaces_the_old_one_in_a_merge_patch() -> None:
    spec = {"defaultConfig": {"a": 1, "b": {"c": 2, "d": 3}}}
    assert enabled(spec, Scope(), {"b": {"d": 4}})["defaultConfig"] == {"a": None, "b": {"c": None, "d": 4}}


def test_a_scope_that_has_a_rule_of_its_own_is_switched_there() -> None:
    on = enabled({"matchRules": RULES}, Scope("ingress", "shop"), {"y": 2})
    assert on["matchRules"] == [RULES[0], {"ingress": ["shop"], "config": {"y": 2}}]


def test_a_new_scope_gets_the_first_rule_and_the_default_configuration() -> None:
    on = enabled({"defaultConfig": {"a": 1}, "matchRules": RULES}, Scope("domain", "a.com"), None)
    assert on["matchRules"] == [{"domain": ["a.com"], "config": {"a": 1}}, *RULES]


def test_switching_off_a_scope_without_a_rule_names_the_rules() -> None:
    with pytest.raises(
        CommandError, match=r"no rule for domain `a\.com` alone; its rules: .*domain `b\.com`"
    ):
        disabled({"matchRules": RULES}, Scope("domain", "a.com"))


def test_plugin_config_has_no_switches() -> None:
    with pytest.raises(CommandError, match="`pluginConfig` is set"):
        enabled({"pluginConfig": {}}, Scope(), None)


def test_scopes_are_those_that_are_on() -> None:
    narrow = ["domain `a.com`", "domain `b.com`"]
    assert [str(one) for one in scopes({"matchRules": RULES})] == narrow
    everywhere = {"defaultConfig": {}, "matchRules": RULES}
    assert [str(one) for one in scopes(everywhere)] == ["all traffic", *narrow]
    assert scopes({}) == scopes({"pluginConfig": {}, "matchRules": RULES}) == [Scope()]
    assert scopes({"defaultConfigDisable": True}) == []


def test_rules_alone_leave_the_rest_off_until_it_is_switched_on() -> None:
    assert enabled({"matchRules": RULES}, Scope(), None) == {
        "defaultConfigDisable": False,
        "defaultConfig": {},
    }


def test_switching_off_the_only_rule_does_not_switch_on_the_rest() -> None:
    rule = {"ingress": ["shop"], "config": {"x": 1}}
    assert disabled({"matchRules": [rule]}, Scope("ingress", "shop")) == {
        "matchRules": [{**rule, "configDisable": True}],
        "defaultConfigDisable": True,
    }


def test_two_scopes_at_once_are_refused() -> None:
    with pytest.raises(CommandError, match="`--ingress` and `--domain` exclude each other"):
        read_scope("shop", "a.com", "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is not JSON"),
        ("[1]", r"must be a JSON object, got \[1\]"),
        ("@missing.json", "cannot read `missing.json`"),
    ],
)
def test_a_bad_configuration_is_named(text: str, message: str) -> None:
    with pytest.raises(CommandError, match=message):
        read_config(text)


def test_a_configuration_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text('{"a": 1}')
    assert read_config(f"@{tmp_path / 'c.json'}") == {"a": 1}
