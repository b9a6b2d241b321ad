"""Passwords are masked in what people and the register are shown, and nothing else is (R20)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.language.marks import MASKED, mask_passwords
from mailbot.core.mail import Forwarded, ItemWord, Mail, Verdict, WebmasterWord
from mailbot.core.masking import without_passwords
from mailbot.core.request import Confidence, Fields, Found

SECRET = "Sea#2569x"
SAID = f"รหัสผ่าน: {SECRET}"


@pytest.mark.parametrize(
    "words",
    [
        SAID,
        f"username admin password={SECRET} ค่ะ",
        f"Password : {SECRET}",
        f"รหัสผ่านคือ {SECRET}",
        f"รหัสผ่านใหม่ {SECRET} นะคะ",
        f"pwd {SECRET}",
        f"pass: {SECRET}",
        f"the password is {SECRET}",
    ],
)
def test_a_password_is_masked(words: str) -> None:
    assert SECRET not in mask_passwords(words)
    assert MASKED in mask_passwords(words)


@pytest.mark.parametrize(
    "words",
    [
        "ลืมรหัสผ่าน ทำอย่างไรคะ",
        "คู่มือเปลี่ยนรหัสผ่านอีเมลของครู",
        "How to change your password safely",
        "passport: AB123456",
        "อนุมัติค่ะ",
        "compass: north-east",
    ],
)
def test_other_words_stay_as_they_are(words: str) -> None:
    assert mask_passwords(words) == words


@given(st.text())
def test_masking_twice_is_masking_once(words: str) -> None:
    once = mask_passwords(words)
    assert mask_passwords(once) == once


def test_endless_repetition_comes_to_an_end() -> None:
    for words in ("password" * 100_000, "password" + " " * 500_000, "รหัสผ่าน ใหม่ " * 50_000):
        mask_passwords(words)


def test_no_word_of_a_mail_keeps_it() -> None:
    mail = Mail(
        sha256="0" * 64,
        subject=SAID,
        title=SAID,
        own_words=SAID,
        forwarded=Forwarded(text=SAID),
        fields=Fields(detail=SAID, topic=SAID),
        found={"detail": Found(source="label", confidence=Confidence.SAID, words=SAID)},
        verdict=Verdict(reason=SAID, words=SAID),
        webmaster=WebmasterWord(reason=SAID),
        items=(ItemWord(item="1", word=WebmasterWord(reason=SAID), text=SAID),),
        warnings=("password",),
    )
    assert SECRET not in repr(without_passwords(mail))


def test_a_mail_without_one_is_the_same_mail() -> None:
    mail = Mail(sha256="0" * 64, own_words="อนุมัติ")
    assert without_passwords(mail) is mail
