"""Whatever bytes a settings file holds, loading ends in settings or in SettingsError."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.config import Problem, SettingsError, load
from mailbot.packaged import packaged
from tests.config.sample import TODAY, SettingsFolder

FILES = [
    "mailbot.toml",
    "units.toml",
    "sites.toml",
    "policy.toml",
    "people.csv",
    "holidays/2569.txt",
    "secrets/key",
]

fragments = st.sampled_from(
    [
        b"[office]\n",
        b"[[unit]]\n",
        b"[[unit.deputy]]\n",
        b"[[site]]\n",
        b"id = ",
        b"head = ",
        b'"x"\n',
        b"\x00",
        b"{",
        b"[",
        b"]",
        b"}",
        b'"""',
        b"'''",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        "อีเมล,ชื่อ\n".encode(),
        b"a@sea.example,",
        "๑ มกราคม".encode(),
        b"0xffff",
        b"nan\n",
        b"1e999\n",
        b"2569-01-01\n",
        b"00:00:00\n",
        b"\r\n",
        b"a.b.c = 1\n",
        b"password = 1\n",
        b"\xa1\xd2\n",
    ]
)
hostile = st.binary(max_size=300) | st.lists(fragments | st.binary(max_size=4), max_size=40).map(b"".join)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("name", FILES)
def test_any_bytes_in_any_file_end_in_settings_or_settings_error(
    make_office: Callable[[], SettingsFolder], name: str, data: st.DataObject
) -> None:
    folder = make_office()
    file = folder.path / name
    sample = packaged("config") / name
    whole = sample.read_bytes() if sample.exists() else b"ab" * 32
    noise = data.draw(hostile)
    at = data.draw(st.integers(0, len(whole)))
    content = data.draw(
        st.sampled_from([noise, whole[:at] + noise + whole[at:], whole[:at], whole[:at] + noise])
    )
    file.write_bytes(content)
    problems: tuple[Problem, ...] = ()
    try:
        assert load(folder.path, env={}, today=TODAY).office.sites
    except SettingsError as refused:
        problems = refused.problems
    assert all(problem.wrong and problem.right and problem.where for problem in problems)
    assert not problems or any(not problem.warning for problem in problems)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "content",
    [
        b"x = " + b"[" * 100_000,
        b".".join([b"a"] * 2_000) + b" = 1\n",
        b"x = 0x" + b"f" * 50_000 + b"\n",
        b'"' * 99_999,
        b"x = " + b"{a=" * 5_000,
        b"," * 200_000,
        b"a" * 3_000_000,
        b"x = " + b"9" * 10_000,
        b"port = [[[[[[[[[[1]]]]]]]]]]\n",
    ],
)
def test_known_traps_end_in_settings_error(office: SettingsFolder, name: str, content: bytes) -> None:
    (office.path / name).write_bytes(content)
    if name == "secrets/key":
        (office.path / name).chmod(0o600)
    with pytest.raises(SettingsError):
        load(office.path, env={}, today=TODAY)
