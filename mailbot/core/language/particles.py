"""Words that are polite and mean nothing by themselves, as patterns over a closed text (``closed.py``)."""

from typing import Final

POLITE: Final = (
    r"(?:ครับ+ผม|ค[รล]?[้๊]?[ัา]+[บพ]+(?:ผม)?|ครั[บช]+|ครับ+|คับ+|(?<=.)ขอรับ(?=$|[.,!])|งับ|ฮะ|[คข][่้]?ะ+|ค้า+|ข[่้]?า+|คา+|ค่า+(?=ๆ|ขอบ|นะ|เผยแพร่|ลง|[^ก-๙a-z0-9]|$)|ค๊[ะา]+|"
    r"จ้+[าะ]*|น้า+|จ๊ะ|จ้ะ|จ๋า|นะ+|น่ะ|ๆ|"
    r"krub|krab|krap|kub|kha+|kaa*|naka|nakrub|na(?=k|$)|ja+)"
)
# «ค่า» is also a price: «อนุมัติค่าดำเนินการ» approves money.
THANK: Final = r"(?:ขอ)?(?:ขอบ(?:พระ)?[คข][ุู][ณน]|ขอบใจ)"
THANKED_FOR: Final = (
    r"ที่(?:รีบ)?(?:ช่วย|แจ้ง|ส่ง(?:มา)?|ทำ|จัดทำ|เตรียม|ดูแล|ประสาน|ติดตาม|รวบรวม|เตือน|สรุป)"
    r"(?:กัน|มา|(?:จัด)?ทำ|งาน|ข่าว|ข้อมูล|เรื่อง(?:นี้)?|ให้|เรียบร้อย|อย่างดี|(?:ได้)?ดี|รวดเร็ว|ละเอียด|ตลอด|เสมอ)*"
    rf"(?={POLITE}|[,.!\"'«»()🙏😊🙂]|$)"
)
"""What somebody is thanked for; nothing else may follow: «ขอบคุณที่ช่วยอนุมัติ» thanks another for approving."""
THANKS: Final = (
    rf"(?:{THANK}(?!อ[นณ])(?:มาก|ล่วงหน้า|เป็นอย่างสูง|สำหรับ(?:งาน|ข้อมูล|ความตั้งใจ)(?!อ[นณ]|เห็น|ยินยอม|ให้)"
    r"|(?:(?:ทุก)?(?:ท่าน|คน)|น้อง|พี่|ทีม(?:งาน)?)(?!(?:ได้)?(?:อ[นณ]|เห็น|ยินยอม|เซ็น|ลงนาม|ให้))|นะ|ๆ"
    rf"|{THANKED_FOR})*"
    r"(?!(?:พี่|น้อง|ท่าน)(?:ได้)?(?:อ[นณ]|เห็นชอบ))"
    r"|(?:many|with)?thank(?:s|you)?(?:again|verymuch|somuch|alot)?|thx)(?:for(?:your|the)(?:hard)?(?:work|mail|email"
    r"|information|help|update))?"
)
GREETING: Final = (
    r"(?:สวัสดี(?:ตอนเช้า|ตอนบ่าย)?|อรุณสวัสดิ์|hello|hi(?=[,.!ก-๙]|$)|dear(?:admin|webmaster|all|team),?)"
)
APOLOGY: Final = (
    r"(?:(?:ต้อง)?(?:ขออภัย|ขอโทษ|เสียใจ)(?:ที(?!่)|ด้วย|นะ)*(?:(?:ที่)?(?:ตอบ)?ช้า)?(?:ไป)?(?:หน่อย|นิด)?"
    r"|ตอบช้า(?:ไป)?(?:หน่อย|นิด)?|sorry(?:forthedelay|forthelatereply)?)"
)
# Two dots end a sentence; three are a dotted line to be filled in, or a thought left open.
PUNCTUATION: Final = (
    r"(?:(?<!\.)\.{1,2}(?!\.)|[,!;*\"'«»“”–—~•·-]|\((?!\))|(?<!\()\)|\[(?!\])|(?<!\[)\]"
    r"|^:)"
)
_WEBMASTER: Final = r"(?:admin|แอดมิน|webmaster|เว็บมาสเตอร์|ผู้ดูแลเว็บ(?:ไซต์)?|น้องเว็บ)(?:สพม\.?[0-9]*)?"
_STAFF: Final = r"(?:เจ้าหน้าที่(?:เว็บ(?:ไซต์)?)?|ทีมงาน|ทีมเว็บ)(?:สพม\.?[0-9]*)?"
# «แอดมินครับ» and «แอดมิน ลงได้เลย» call somebody; «แอดมินอนุมัติเลย», «แอดมินโอเค» tell of another's yes.
_CALLED_TO: Final = (
    rf"(?={POLITE}|{PUNCTUATION}|[\n🙏😊🙂]|$|ลง|ขึ้น|เผย|โพส|อั[ปพ]|นำ|เอา|ประชา|ประกาศ|ดำเนิ|จัดการ|ไม่(?:ต้อง|ให้)"
    r"|ห้าม|อย่า|งด|ขอ|ช่วย|รบกวน|กรุณา|แก้|ปรับ|เปลี่ยน|เพิ่ม|ตัด|ลบ|รอ|เรื่องนี้|ข่าวนี้|ยกเลิก|ระงับ|ชะลอ|เดี๋ยว)"
)
TO_THE_WEBMASTER: Final = (
    rf"(?:(?:เรียน|ถึง)(?:คุณ|น้อง|พี่)?(?:{_WEBMASTER}|{_STAFF})|(?:คุณ|น้อง|พี่)?{_WEBMASTER}{_CALLED_TO}"
    rf"|{_STAFF}(?={POLITE}|{PUNCTUATION}|$))"
)
FRIENDLY: Final = r"[🙏😊🙂😀😃😄😁☺😍🥰🎉❤💕✨🌸💐🌹🌷😉🤗💖💙💚🧡💛]"

CLOSED_OFF: Final = rf"(?={POLITE}|{PUNCTUATION}|{FRIENDLY}|ขอโทษ|ขออภัย|ขอบ[คใ]|$)"
"""A sentence ends here: what follows is said anew, and is not its object."""

NEUTRAL: Final = f"(?:{POLITE}|{THANKS}|{PUNCTUATION}|{FRIENDLY})"
END: Final = f"(?={NEUTRAL}*+$)"
