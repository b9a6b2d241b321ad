"""Words that only close a conversation: thanks, «รับทราบ», an emoji. They are kept and never answered."""

import re

from mailbot.core.language.thai import normalise

_COURTESY = re.compile(
    r"(?:ขอบ(?:คุณ|พระคุณ|ใจ|คุน)|ขอบคุณ|รับทราบ|ทราบ|โอเค|ยินดี|สวัสดี|เรียบร้อย|ได้เลย|แล้ว|มาก|ๆ|เป็นอย่างสูง|"
    r"ครับผม|ครับ|คับ|ค่ะ|คะ|ค่า|จ้า|จ้ะ|นะ|พี่|น้อง|คุณ|ผู้ดูแล|เว็บ|ที่ช่วย|ช่วย|ดำเนินการ|ให้|ด้วย|"
    r"thank(?:s| you)|thx|ok(?:ay)?|noted|got it|so much|very much|a lot|"
    r"[\s.,!?~…\-–—]|[\U0001F300-\U0001FAFF☀-➿🙏👍😊]|️)+",
    re.IGNORECASE,
)


def is_courtesy(own_words: str) -> bool:
    """Whether nothing but courtesy was written; an empty text is courtesy too."""
    text = normalise(own_words).strip()
    return not text or _COURTESY.fullmatch(text) is not None
