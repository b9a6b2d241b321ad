"""The line of a key is found in every shape TOML allows."""

from mailbot.config.toml import Source, key_lines

TEXT = '''\
top = 1 # a = b
"quoted key" = "x = [ {"

[table]
a.b = [
  "one", # ] not closed
  "[two",
]
c = """
[not.a.table]
d = 1
"""
e = \'\'\'x\'\'\'
f = { g = 1 }
grid = [
  [1],
]
after = 1

[[many]]
id = "first"
[[many.inner]]
id = "first's first"
[[many.inner]]
id = "first's second"

[[many]]
id = "second"
[many.sub]
x = 1
[[many.inner]]
id = "second's first"
'''


def test_keys_tables_and_array_elements_are_found_on_their_lines() -> None:
    lines = key_lines(TEXT)
    rows = TEXT.split("\n")
    at = {place: rows[line - 1] for place, line in lines.items()}
    assert at["top",].startswith("top")
    assert at["quoted key",].startswith('"quoted')
    assert at["table", "a", "b"].startswith("a.b")
    assert at["table", "after"] == "after = 1"
    assert at["table", "e"].startswith("e")
    assert at["many", 0, "id"] == 'id = "first"'
    assert at["many", 0, "inner", 1, "id"] == 'id = "first\'s second"'
    assert at["many", 1, "id"] == 'id = "second"'
    assert at["many", 1, "sub", "x"] == "x = 1"
    assert at["many", 1, "inner", 0, "id"] == 'id = "second\'s first"'
    assert ("not", "a", "table") not in lines
    assert ("table", "d") not in lines


def test_what_has_no_line_of_its_own_has_that_of_what_holds_it() -> None:
    source = Source(name="x.toml", lines=key_lines(TEXT))
    assert source.line(("table", "f", "g")) == source.lines["table", "f"]
    assert source.line(("many", 1, "missing")) == source.lines["many", 1]
    assert source.line(("nowhere",)) is None
