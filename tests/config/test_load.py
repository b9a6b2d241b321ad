"""The settings load whole or not at all, and every mistake is named with its place and its remedy."""

from datetime import date, time

import pytest

from mailbot.config import SettingsError, load
from mailbot.config.files import PolicyFile
from mailbot.config.problems import LANGUAGES, wording
from mailbot.core.office import Acting, Policy
from mailbot.core.request import Category
from tests.config.sample import KEY, TODAY, SettingsFolder

# --- what is right loads ---------------------------------------------------------------------------


def test_the_sample_office_loads_without_a_warning(office: SettingsFolder) -> None:
    settings = office.load()
    assert settings.warnings == ()
    assert settings.office.person("thana.w@mail.example") is settings.office.person("THANA@sea.example")
    assert settings.office.main_site.webmasters == ("thana@sea.example",)
    assert settings.office.main_site.publish_days[Category.BANNER_PHOTO_NEWS] == 180
    assert settings.office.hours.opens == time(8, 30)
    assert settings.office.hours.workdays == (0, 1, 2, 3, 4)
    assert date(2026, 4, 13) in settings.office.holidays
    assert settings.data == office.path / "data"


def test_units_have_heads_deputies_with_dates_and_schools(office: SettingsFolder) -> None:
    told = office.load().office
    personnel = told.unit("personnel")
    assert personnel is not None
    first, second = personnel.deputies
    assert (first.acting, first.until) == (Acting.ACTING, date(2026, 3, 31))
    assert (second.since, second.order) == (date(2026, 4, 1), "คำสั่งที่ 34/2569 ลงวันที่ 27 มีนาคม 2569")
    school = told.unit("school-one")
    assert school is not None
    assert school.school
    assert school.approved_by_unit == "education"


def test_people_belong_to_their_unit_by_any_of_its_names(office: SettingsFolder) -> None:
    told = office.load().office
    person = told.person("naree@sea.example")
    assert person is not None
    assert (person.unit, person.name, person.since) == ("law", "นางสาวนารี บุญมี", date(2025, 10, 1))


def test_the_samples_policy_is_the_programs_default() -> None:
    assert PolicyFile().policy() == Policy()


def test_the_sample_policy_file_states_every_default(office: SettingsFolder) -> None:
    assert office.load().office.policy == Policy()
    text = (office.path / "policy.toml").read_text("utf-8")
    assert [name for name in Policy.model_fields if f"\n{name} = " not in text] == []


def test_a_head_who_is_away_has_days_in_the_buddhist_era(office: SettingsFolder) -> None:
    office.edit(
        "units.toml",
        'id = "law"',
        'id = "law"\nhead_away = [{ from = "5 มกราคม 2569", until = "9 ม.ค. 69" }]',
    )
    law = office.load().office.unit("law")
    assert law is not None
    assert law.head_away == ((date(2026, 1, 5), date(2026, 1, 9)),)


def test_a_command_that_connects_to_nothing_needs_no_secrets(office: SettingsFolder) -> None:
    for name in ("imap_password", "key"):
        (office.path / "secrets" / name).unlink()
    assert load(office.path, env={}, secrets=False).office.short == "สพม.ตัวอย่าง"


# --- mistakes are named at their place -------------------------------------------------------------

MAIN, UNITS, SITES, POLICY = "mailbot.toml", "units.toml", "sites.toml", "policy.toml"
NOBODY = "nobody_of_that_address"
MISTAKES = [
    (MAIN, "port = 993", 'port = "many"', "want_number", "imap.port", "เลขอารบิก"),
    (MAIN, "port = 993", "port = 99300", "too_large", "imap.port", "65535"),
    (MAIN, "port = 993", "port = 0", "too_small", "imap.port", "1"),
    (MAIN, "idle = true", 'idle = "maybe"', "want_true_false", "imap.idle", "true"),
    (MAIN, 'mode = "on"', 'mode = "of"', "want_one_of", "mode", "on, observe"),
    (MAIN, 'language = "th"', 'language = "lo"', "want_one_of", "language", "th, en"),
    (MAIN, "aliases = [", "alias = [", "unknown_key", "office.alias", "aliases"),
    (MAIN, "poll_seconds", "pol_seconds", "unknown_key", "imap.pol_seconds", "poll_seconds"),
    (MAIN, 'domain = "www.sea.example"', "", "missing_key", "office.domain", "ตัวอย่าง"),
    (MAIN, 'name = "สำนัก', "name = 5 #", "want_text", "office.name", "เครื่องหมายคำพูด"),
    (MAIN, 'short = "สพม.ตัวอย่าง"', 'short = " "', "empty", "office.short", "อย่างน้อย"),
    (MAIN, 'domain = "www', 'domain = "https://www', "not_a_host", "office.domain", "https://"),
    (MAIN, 'director = "pra', 'director = "ผอ. <pra', "not_an_address", "office.director", "เฉพาะ"),
    (MAIN, '"Asia/Bangkok"', '"Asia/Bangkog"', "not_a_zone", "office.timezone", "Asia/Bangkok"),
    (MAIN, 'number_prefix = "WEB"', 'number_prefix = "เว็บ"', "not_a_prefix", "office.number_prefix", "WEB"),
    (MAIN, 'opens = "08:30"', "opens = 830", "not_a_time", "office.hours.opens", "08:30"),
    (MAIN, 'closes = "16:30"', 'closes = "06:30"', "from_after_until", "office.hours", "เริ่มก่อน"),
    (MAIN, '"พุธ"', '"พูธ"', "not_a_workday", "office.hours.workdays", "จันทร์"),
    (MAIN, 'reviewers = ["wanida@sea.example"]', "reviewers = 1", "want_list", "office.reviewers", "["),
    (MAIN, "[trust]", "[trust", "not_toml", "", "บรรทัดละ"),
    (MAIN, 'tls = "tls"', 'tls = "none"', "insecure", "imap.tls", "I know"),
    (
        MAIN,
        '# ca_file = "office-ca.pem"',
        'ca_file = "policy.toml"',
        "not_an_authority",
        "imap.ca_file",
        "PEM",
    ),
    (MAIN, '# ca_file = "office-ca.pem"', 'ca_file = "gone.pem"', "not_an_authority", "imap.ca_file", "PEM"),
    (UNITS, 'id = "law"', 'id = "กม"', "not_a_word", "unit.id", "law"),
    (UNITS, 'id = "law"', 'id = "admin"', "twice", "unit.id", "ครั้งเดียว"),
    (UNITS, "somchai@sea", "somchay@sea", NOBODY, "unit.head", "somchai@sea.example"),
    (UNITS, "somchai@sea", "web@sea", "own_address", "unit.head", "บุคคล"),
    (UNITS, "naree@sea", "nari@sea", NOBODY, "unit.deputy.address", "naree@sea.example"),
    (UNITS, '"รักษาราชการแทน"\nfrom', '"รักษาการ"\nfrom', "want_one_of", "unit.deputy.acting", "รักษาราชการแทน"),
    (UNITS, '"31 มีนาคม 2569"', '"31 มีนา 2569"', "not_a_date", "unit.deputy.until", "15 มกราคม 2569"),
    (UNITS, '"31 มีนาคม 2569"', '"31 มีนาคม 2568"', "from_after_until", "unit.deputy", "เริ่มก่อน"),
    (
        UNITS,
        'approved_by = "education"',
        'approved_by = "eduction"',
        "unknown_unit",
        "unit.approved_by",
        "education",
    ),
    (
        UNITS,
        'approved_by = "education"',
        'approved_by = "school-one"',
        "unknown_unit",
        "unit.approved_by",
        "law",
    ),
    (
        UNITS,
        "[[unit.deputy]]\naddress",
        "[[unit.deputies]]\naddress",
        "unknown_key",
        "unit.deputies",
        "deputy",
    ),
    (SITES, 'path = "finance"', 'path = "law"', "twice", "site.path", "ครั้งเดียว"),
    (SITES, 'path = "law"', 'path = "กฎหมาย"', "not_a_path", "site.path", "law"),
    (SITES, 'id = "main"', 'id = "main"\npath = "home"', "no_main_site", "site.path", "path"),
    (
        SITES,
        'webmasters = ["naree@sea.example"]',
        "",
        "site_without_webmaster",
        "site.webmasters",
        "webmasters",
    ),
    (SITES, '["naree@sea', '["nare@sea', NOBODY, "site.webmasters", "naree@sea.example"),
    (
        SITES,
        "banner_photo_news = 180",
        "banner = 180",
        "want_one_of",
        "site.publish_days.banner",
        "banner_photo_news",
    ),
    (
        SITES,
        "banner_photo_news = 180",
        "banner_photo_news = 0",
        "too_small",
        "site.publish_days.banner_photo_news",
        "1",
    ),
    (POLICY, "remind_after = [1, 3]", "remind_after = [3, 1]", "not_ascending", "remind_after", "[1, 3]"),
    (POLICY, "escalate_after = 5", "escalate_after = -5", "too_small", "escalate_after", "1"),
    (
        POLICY,
        '["procurement_recruitment"]',
        '["procurement"]',
        "want_one_of",
        "urgent_barred",
        "procurement_recruitment",
    ),
    (POLICY, "report_day", "report_days", "unknown_key", "report_days", "report_day"),
]


@pytest.mark.parametrize(("name", "old", "new", "code", "key", "right"), MISTAKES)
def test_a_mistake_is_reported_at_its_line_with_what_would_be_right(
    office: SettingsFolder, name: str, old: str, new: str, *, code: str, key: str, right: str
) -> None:
    line = office.edit(name, old, new)
    reported = office.problems()
    assert [problem.code for problem in reported] == [code]  # nothing else is blamed for it
    assert [(problem.file, problem.key) for problem in reported] == [(name, key)]
    assert right in reported[0].right
    at = reported[0].line
    assert at is not None
    if code not in {"missing_key", "site_without_webmaster", "not_toml", "unknown_key"}:
        assert line - 4 <= at <= line + 1  # the line itself, or the head of the table it stands in
    text = (office.path / name).read_text("utf-8").split("\n")[at - 1]
    assert key.rsplit(".", maxsplit=1)[-1] in text or text.startswith("[") or code == "not_toml"


def test_every_mistake_in_every_file_is_reported_at_once(office: SettingsFolder) -> None:
    office.edit("mailbot.toml", "port = 993", 'port = "x"')
    office.edit("mailbot.toml", "port = 465", 'port = "y"')
    office.edit("units.toml", "somchai@sea", "nobody@sea")
    office.edit("sites.toml", 'path = "law"', 'path = "///#"')
    office.edit("policy.toml", "report_day = 1", "report_day = 99")
    office.edit("people.csv", "1 ตุลาคม 2560", "เมื่อวาน")
    office.append("holidays/2569.txt", "วันหยุดยาว\n")
    (office.path / "secrets/key").unlink()
    found = {(problem.file, problem.code) for problem in office.problems()}
    assert found >= {
        ("mailbot.toml", "want_number"),
        ("sites.toml", "not_a_path"),
        ("policy.toml", "too_large"),
        ("units.toml", "nobody_of_that_address"),
        ("people.csv", "not_a_date"),
        ("holidays/2569.txt", "not_a_holiday"),
    }
    assert len([problem for problem in office.problems() if problem.code == "want_number"]) == 2


@pytest.mark.parametrize("name", ["mailbot.toml", "units.toml", "sites.toml", "policy.toml", "people.csv"])
def test_a_missing_file_is_named_and_no_other_file_is_blamed(office: SettingsFolder, name: str) -> None:
    (office.path / name).unlink()
    problem = office.only_problem()
    assert (problem.code, problem.file) == ("file_missing", name)


def test_a_folder_that_is_not_there_is_a_problem_not_a_crash(office: SettingsFolder) -> None:
    with pytest.raises(SettingsError):
        load(office.path / "nowhere", env={})


def test_text_in_another_encoding_is_reported_at_its_line(office: SettingsFolder) -> None:
    text = (office.path / "units.toml").read_text("utf-8")
    (office.path / "units.toml").write_bytes(text.encode("cp874", "replace"))
    problem = next(problem for problem in office.problems() if problem.file == "units.toml")
    assert (problem.code, problem.line) == ("not_utf8", 1)


def test_a_broken_toml_line_is_named(office: SettingsFolder) -> None:
    line = office.edit("policy.toml", "report_day = 1", "report_day = = 1")
    problem = office.only_problem()
    assert (problem.code, problem.file, problem.line) == ("not_toml", "policy.toml", line)


def test_files_saved_by_windows_load(office: SettingsFolder) -> None:
    for name in ("mailbot.toml", "units.toml", "sites.toml", "policy.toml"):
        file = office.path / name
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert office.load().office.unit("law")


# --- warnings do not keep it from starting ---------------------------------------------------------


def test_a_unit_nobody_can_approve_for_is_a_warning(office: SettingsFolder) -> None:
    office.edit("units.toml", 'from = "16 มกราคม 2569"', 'from = "16 มกราคม 2569"\nuntil = "1 ตุลาคม 2569"')
    warning = office.only_warning()
    assert (warning.code, warning.file) == ("nobody_approves", "units.toml")
    assert "กลุ่มนโยบายและแผน" in warning.wrong


def test_a_head_whose_appointment_has_ended_is_a_warning(office: SettingsFolder) -> None:
    office.edit("units.toml", "somchai@sea.example", "old.staff@sea.example")
    assert office.only_warning().code == "not_in_service"


def test_a_head_without_a_unit_is_a_warning(office: SettingsFolder) -> None:
    office.edit("people.csv", "ผู้อำนวยการกลุ่มกฎหมายและคดี,กฎหมายและคดี", "ผู้อำนวยการกลุ่มกฎหมายและคดี,")
    warning = office.only_warning()
    assert (warning.code, "law" in warning.right) == ("head_without_unit", True)


def test_an_operator_from_outside_is_a_warning(office: SettingsFolder) -> None:
    office.edit("mailbot.toml", 'operator = "thana@sea.example"', 'operator = "help@company.example"')
    assert office.only_warning().code == "nobody_of_that_address"


def test_an_unencrypted_connection_the_office_accepted_warns_at_each_start(office: SettingsFolder) -> None:
    office.edit("mailbot.toml", 'tls = "tls"\n# insecure = ""', 'tls = "none"\ninsecure = "I know"')
    warning = office.only_warning()
    assert (warning.code, warning.key) == ("insecure_allowed", "imap.tls")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "::1"])
def test_no_encryption_is_needed_within_the_machine(office: SettingsFolder, host: str) -> None:
    office.edit("mailbot.toml", 'host = "imap.sea.example"', f'host = "{host}"')
    office.edit("mailbot.toml", 'tls = "tls"', 'tls = "none"')
    assert office.load().warnings == ()


@pytest.mark.parametrize("host", ["localhost.sea.example", "10.0.0.1", "127.0.0.1.sea.example", "0.0.0.0"])  # noqa: S104 - an address to refuse
def test_what_only_looks_like_this_machine_needs_encryption(office: SettingsFolder, host: str) -> None:
    office.edit("mailbot.toml", 'host = "imap.sea.example"', f'host = "{host}"')
    office.edit("mailbot.toml", 'tls = "tls"', 'tls = "none"')
    assert office.only_problem().code == "insecure"


# --- the words -------------------------------------------------------------------------------------


def test_problems_are_told_in_the_offices_language(office: SettingsFolder) -> None:
    office.edit("mailbot.toml", 'language = "th"', 'language = "en"')
    line = office.edit("policy.toml", "report_day = 1", "report_day = 99")
    assert str(office.only_problem()) == f"policy.toml, line {line}, report_day: 99 is too large → At most 15"


def test_both_languages_know_the_same_problems() -> None:
    first, second = (wording(language) for language in LANGUAGES)
    assert first["problem"].keys() == second["problem"].keys()
    assert all(len(texts) == 2 for texts in [*first["problem"].values(), *second["problem"].values()])


def test_no_secret_shows_in_the_settings_themselves(office: SettingsFolder) -> None:
    settings = office.load()
    assert settings.imap.password.get_secret_value() == "a password"
    assert "a password" not in repr(settings)
    assert KEY not in repr(settings)
    assert TODAY not in settings.office.holidays
