"""What heads write when it is not a plain yes: the patterns that ``verdict.py`` asks, in its order.

Thai patterns are for a closed text (see ``closed.py``), English ones for the text with single spaces.
Substrings of other words are fenced off where they collide: แก้ in แก้ว, รอ in รอง, ขอ in ของ, กี่ in เกี่ยว.
"""

import re
from typing import Final

from mailbot.core.language.approval import ANUMAT, DECIDE, DO
from mailbot.core.language.chatter import CHATTER, LOOKED
from mailbot.core.language.particles import APOLOGY, END, GREETING, NEUTRAL, TO_THE_WEBMASTER
from mailbot.core.language.pattern import Pattern
from mailbot.core.language.publishing import PUBLISH, PUT_UP


def _thai(pattern: str) -> Pattern:
    return Pattern(pattern)


def _english(pattern: str) -> Pattern:
    return Pattern(rf"(?<![a-z])(?:{pattern})(?![a-z])")


# Before the decision: courtesy, who speaks, that it was looked at.
BEFORE: Final = (
    rf"(?:{NEUTRAL}|{GREETING}|{APOLOGY}|{TO_THE_WEBMASTER}|(?:รับ)?ทราบ(?:แล้ว)?|{LOOKED[0]}|{'|'.join(CHATTER)}|ผม|ดิฉัน|ดิชั้น"
    rf"|ข้าพเจ้า|กระผม"
    rf"|ฉัน|พี่|เรา"
    r"|(?:เรื่อง|อัน|ข่าว)นี้|สรุป(?:ว่า)?|จึง|(?:ยังไง|อย่างไร)(?:ๆ|เสีย)?ก็(?:ดี|ตาม)?|เปลี่ยนใจ(?:แล้ว)?|ขอเปลี่ยน(?:เป็น(?=ไม่)|ใจ)|ผล(?:การ)?พิจารณา:?|ตอนนี้|ขณะนี้"
    r"|[❌👎✗✘🚫])*+"
)
PERSON: Final = (
    r"(?:(?:ท่าน)?(?:รอง|ผอ\.?|ผู้อำนวยการ|ผู้ช่วย|หัวหน้า|หน\.|ศน\.)|ท่าน|นาย|นาง|น\.ส|ดร\.|คุณ|พี่|น้อง"
    r"|อาจารย์|อ\.|ครู|ว่าที่|กลุ่ม|ฝ่าย)"
)

# No.
_NOT: Final = r"(?:ไม่|มิ(?=ได้|อาจ|ควร|สมควร|ชอบ|อนุ|เห็น)|บ่)"
_HELPING: Final = r"(?:ขอ|สามารถ(?:ที่จะ)?|อาจ|ได้|(?:เห็น)?(?:สม)?ควร|ยอม|พร้อม(?:ที่จะ)?|กล้า|ประสงค์(?:จะ)?|จะ)*"
_LETTING: Final = r"(?:สะดวก|ยินยอม|ยอม|ยินดี|อยาก|ประสงค์|พร้อม)?(?:(?:จำเป็น)?ต้อง|ให้(?:มีการ)?)"
_MAY_DO: Final = r"(?:ดีกว่า(?!ไหม|มั้ย|มั๊ย)|ได้|แล้ว|เลย|เด็ดขาด|โดยเด็ดขาด)?"
# All of it: «ไม่ลงรูป» and «ไม่ต้องลงเว็บกลุ่ม» refuse a part.
_PUT_IT_UP: Final = (
    rf"{PUT_UP}(?:ข้อมูล|ข่าว(?:สาร)?|ประกาศ|เรื่อง)?(?:นี้|ดังกล่าว)?"
    r"(?:(?:บน|ผ่าน|ทาง|ใน|ที่)?เว็[บป](?:ไซต์)?(?!กลุ่ม|หลัก|ของ))?"
)
REFUSAL: Final = (
    rf"(?:(?:ขอ(?:อนุญาต)?)?{_NOT}{_HELPING}(?:{DECIDE}(?:(?:ให้|การ)?{_PUT_IT_UP})?|(?<!ไม่ได้)(?:{_PUT_IT_UP}|{DO})|ผ่าน"
    rf"|โอเค|ok(?:ay)?)(?:คำขอ|เรื่อง|ข่าว)?(?:นี้)?{_MAY_DO}"
    rf"|(?:ขอ)?{_NOT}{_LETTING}(?:{_PUT_IT_UP}|ผ่าน){_MAY_DO}"
    rf"|(?:{DECIDE}(?:ให้)?(?:{_PUT_IT_UP})?|{_PUT_IT_UP})ไม่ได้(?:เลย)?|{DECIDE}ไม่ลง(?=จริง|{NEUTRAL}*+$)"
    rf"|(?:ห้าม|อย่า(?!เพิ่ง|พึ่ง)|งด){_PUT_IT_UP}{_MAY_DO}"
    rf"|(?:ขอ)?ปฏิเสธ|ไม่เอา(?={NEUTRAL}++(?!{NEUTRAL})|$)|ไม่(?={NEUTRAL}++(?!{NEUTRAL})|$)|ไม่ได้(?={NEUTRAL}++(?!{NEUTRAL})|$))"
)
REJECTS: Final = _thai(rf"{BEFORE}(?P<no>{REFUSAL})")
REJECTS_AT_THE_END: Final = _thai(rf"(?P<therefore>จึง|เลย|ขอ)?(?P<no>{REFUSAL}){NEUTRAL}*+$")
CROSSED: Final = _thai(rf"(?:{NEUTRAL}|{TO_THE_WEBMASTER})*+[❌👎✗✘🚫]+{NEUTRAL}*+$")
BECAUSE: Final = Pattern(
    r"^[\s.,:;–—-]*(?:(?:เนื่องจาก|เพราะ(?:ว่า)?|ด้วยเหตุ(?:ที่|ว่า)?|เหตุผล(?:คือ)?\s*:?|because(?: of)?|since"
    r"|reason\s*:?|as)\s*[:]?\s*)?",
    re.IGNORECASE,
)
_OBJECT_GLUED: Final = r"(?:ลา|งบ|โครงการ|แผน|เบิก|จัดซื้อ|จัดจ้าง|ให้(?!{PUBLISH}))"
REFUSAL_OF_ANOTHER: Final = _thai(_OBJECT_GLUED)
REFUSAL_UNDONE: Final = _thai(
    r"(?:ก็)?(?:คง)?(?:ไม่ได้|ได้(?!รับ))|ก็ได้|ก็ไม่|ก็แปลก|หรอก(?:มั้ง|นะ)?มั้ง|ดี(?:กว่า)?(?:ไหม|มั้ย)"
)
REFUSAL_UNTIL: Final = _thai(
    r"จนกว่า|ถ้า|หาก|เว้นแต่|นอกจาก|เฉพาะ|เพียง|แค่|(?:ไฟล์|รูป|ภาพ|ข้อ|หน้า|เรื่อง|รายการ)(?:ที่)?(?:[0-9]|แรก|สุดท้าย)"
)

YES_AFTER_BUT: Final = _thai(rf"แต่.*?(?<!ไม่)(?<!ไม่ได้)(?:{DECIDE}|{PUBLISH}(?:ได้|เลย)|ok(?:ay)?|โอเค)")

A_REASON: Final = _thai(r"ไม่|ผิด|ขาด|ซ้ำ|เนื่องจาก|เพราะ|ยัง|หมด|เกิน|ต้อง|มี|เป็น|ละเมิด|because")
NO_REASON: Final = _thai(r"ไม่(?:แน่ใจ|รู้|ทราบ|มีปัญหา|ขัดข้อง|มี(?:ข้อ)?แก้)|ขอ(?:ดู|ตรวจ|เวลา)|รอ(?![งดบยม])|เดี๋ยว")

# Not yet.
NOT_YET: Final = _thai(
    rf"ยัง(?:ไม่|มิ)(?:{_HELPING}|{_LETTING})(?:{DECIDE}|{PUBLISH}|{DO}|ผ่าน|ตัดสินใจ|พิจารณา|ดู(?!แล)|อ่าน"
    rf"|ตรวจ)(?:{PUBLISH})?(?:ได้)?"
    rf"|ยัง(?:{DECIDE}|{PUBLISH}|{DO}|ตัดสินใจ)(?:ให้)?ไม่ได้|{DECIDE}(?:ให้)?(?:(?:ที|ภาย|วัน)หลัง|เมื่อว่าง){END}|^{BEFORE}ยัง(?:ก่อน)?{END}"
)
LATER: Final = _thai(
    rf"^{BEFORE}(?:รอ(?:(?=ดู)|(?![งดบยม])))(?!(?:การ)?{DECIDE})|^{BEFORE}(?:ขอ)?(?:ให้)?(?:พัก|ระงับ|ชะลอ)(?:เรื่อง|ไว้|การ"
    rf"|ก่อน)"
    rf"|อย่า(?:เพิ่ง|พึ่ง)|^{BEFORE}ไว้(?:ก่อน|.{{0,16}}ค่อย)"
    r"|ขอ(?:เวลา)?(?:ดู|ตรวจ(?:สอบ|ทาน)?|พิจารณา|คิด|ปรึกษา|หารือ|อ่าน|ศึกษา|เช็[คก]|ถาม|คุย|ประชุม).{0,40}(?:ก่อน"
    r"|อีก(?:ที|ครั้ง|หน่อย))"
    r"|ขอเวลา|เดี๋ยว(?!นี้).{0,12}(?:ดู|ตรวจ|พิจารณา|อนุ|ตอบ|แจ้ง|อ่าน|เช็[คก]|บอก)"
    rf"|(?:กำลัง|อยู่(?:ใน)?ระหว่าง(?:การ)?|อยู่ในขั้นตอน)(?:ดู|ตรวจ|พิจารณา|อ่าน|เช็[คก]|{DO})"
    rf"|(?<!น่า)(?<!คง)(?<!อยาก)(?<!เหมือน)(?<!ที่)จะ(?:{DECIDE}|พิจารณา|ดู|ตรวจ|ตอบ|อ่าน|รีบ)"
    rf"|^{BEFORE}(?:พรุ่งนี้|มะรืน|บ่ายนี้|เย็นนี้|เช้า|วันจันทร์|สัปดาห์หน้า|อาทิตย์หน้า|ค่อย)(?:ค่อย|จะ|ขอ)?(?:{DECIDE}"
    rf"|พิจารณา|ดู|ตรวจ|ตอบ)"
)
LATER_IN_ENGLISH: Final = _english(
    r"not yet(?: approved)?|on hold|hold (?:it|this|on)|please hold|(?:need|give me) (?:some )?more time"
    r"|discuss (?:it |this )?first|"
    r"(?:can ?not|can'?t) approve (?:it |this )?yet|(?:please )?wait(?!ing for)|let me (?:check"
    r"|review|look|read|think|see)"
    r"|(?:i ?(?:wi|')?ll|i will|will) (?:approve|review|check|look|decide|reply|get back|read)|pending"
    r"|later|postponed?"
)

# Taking it back.
_APPROVAL_BACK: Final = (
    rf"(?:ยกเลิก|(?:เพิก)?ถอน|ขอคืน)(?:การ|คำ|ที่|มติ)?(?:ได้)?(?:ให้)?{ANUMAT}(?:เดิม|ไป|ไว้"
    rf"|เมื่อ(?:วานนี้|วาน|เช้า|กี้)|ก่อน|แล้ว|เรื่องนี้)*"
)
REVOKES: Final = _thai(rf"^{BEFORE}(?:ขอ)?{_APPROVAL_BACK}")
REVOKES_FOR_A_REASON: Final = _thai(rf"(?:จึง)?ขอ{_APPROVAL_BACK}")
NO_REASON_TO_REVOKE: Final = _thai(rf"ไม่|อย่า|ห้าม|ถ้า|หาก|เมื่อไ|กรณี|(?:{PERSON}|เขา|เค้า){NEUTRAL}*+$")
REVOKES_IN_ENGLISH: Final = _english(
    r"^(?:i |please |i'd like to )*(?:withdraw|revoke|cancel|rescind|retract|disregard|ignore|undo"
    r"|take back)(?:s|ed)? (?:my|the"
    r"|this) approval"
    r"|^(?:my )?approval (?:is )?(?:withdrawn|revoked|cancelled|canceled|rescinded)"
)

# Questions.
ASKS_AT_THE_END: Final = _thai(
    rf"[?]|(?:ไหม|มั้?ย|มั๊ย|ไม๊|มะ|หรือ(?:ยัง|เปล่า|ไม่|ไง)?|รึ(?:ยัง|เปล่า|ไม่)?|ห?เหรอ|หรอ|หราคะ|ใช่(?:ไหม|มั้?ย|มั๊ย"
    rf"|ป่ะ|ปะ)|ได้ไง|ยังไง|อย่างไร|อะไร|ไหน|ใคร|(?:{DECIDE}|แล้ว)ยัง)"
    rf"(?:ดี)?{END}|หรือ(?:ยัง|เปล่า|ไม่)|รึ(?:ยัง|เปล่า)|ใช่(?:ไหม|มั้?ย|มั๊ย)|(?:{DECIDE}|ได้|ดี|โอเค|ok)(?:ไหม|มั้?ย|มั๊ย)"
)
ASKS: Final = _thai(
    r"ทำไม|ใคร|อะไร|ยังไง|อย่างไร|ได้ไง|ที่ไหน|ตรงไหน|อันไหน|(?<!เ)กี่|เมื่อไห?ร่?|เท่าไห?ร่?|ไหม(?!พรม)|มั้ย|เหรอ"
)
ASKS_IN_ENGLISH: Final = Pattern(
    r"\?|^(?:is|are|was|were|has|have|did|do(?! not)|does(?! not)|can(?! not)|could(?! not)|should|shall"
    r"|who|whom|what|when|where|why|how|which|would you|will you|may i)"
    r"(?![a-z'])"
)

# Our own menu, or both answers at once.
BOTH: Final = _thai(
    rf"{ANUMAT}[^ก-๙a-z0-9]*(?:หรือ|/|ก็)?(?:[0-9][.=)]*)?ไม่{ANUMAT}|{ANUMAT}[/|]|ไม่{ANUMAT}[/|]"
    rf"|{ANUMAT}ไม่{ANUMAT}"
)
DOUBLE: Final = _thai(
    rf"(?:ไม่|มิ)?ใช่(?:ว่า)?(?:จะ)?(?:ไม่|{DECIDE})|ไม่ได้(?:บอก|พูด|หมายความ|แปล)?(?:ว่า)?(?:ไม่|ห้าม|ปฏิเสธ)"
    rf"|ไม่ได้(?:บอก|พูด|หมายความ)ว่า"
    rf"|ไม่ปฏิเสธ|ไม่{DECIDE}(?:ก็)?ไม่ได้|ไม่มีเหตุ(?:ผล)?|ไม่เคย(?:ไม่)?{DECIDE}|ไม่ไม่"
)
DOUBLE_IN_ENGLISH: Final = _english(
    r"not (?:disapproved?|rejected|denied|declined|unapproved)|(?:did not|didn't|never) (?:say|said|mean)"
)

# Somebody else's, something else, a wish.
REPORTS: Final = _thai(
    rf"(?:ผอ|ผู้อำนวยการ|ท่าน|หัวหน้า|หน\.|(?<!ค)รอง|เขา|เค้า|คณะกรรมการ|ที่ประชุม|กพฐ|สพฐ|บอกว่า|แจ้งว่า"
    rf"|ว่า).{{0,24}}(?:ไม่)?(?:{DECIDE}|เซ็น|รับทราบ)"
    rf"|(?:ได้รับ|ตามที่|เคย|เรื่อง(?:ก่อน|อื่น|เดิม|ที่แล้ว).{{0,10}})(?:การ|ได้)?(?:ไม่)?{DECIDE}"
    rf"|{DECIDE}.{{0,10}}โดย(?:ท่าน|ผอ|รอง|หัวหน้า|คุณ|นาย|นาง)"
    rf"|{DECIDE}ไปแล้ว"
)
WISHES: Final = _thai(
    rf"(?:กรุณา|โปรด|รบกวน|ฝาก|ช่วย|ขอ(?:ความ|การ)?(?:อนุเคราะห์)?|รอ(?:การ|ผล)?|อยากให้|น่าจะ|คง(?:จะ)?"
    rf"|อาจ(?:จะ)?|เกือบ|(?<!เห็น)(?<!สม)ควร|(?<!ถูก)ต้อง)(?:พิจารณา)?{DECIDE}"
    rf"|(?:ฝาก|ให้){PERSON}.{{0,24}}{DECIDE}|{DECIDE}(?:ให้)?(?:ด้วย|หน่อย)|เพื่อ(?:โปรด)?(?:พิจารณา|{DECIDE})"
)
OTHER_MATTER: Final = _thai(
    rf"{DECIDE}(?:การ|ให้|ใบ)?(?:ลบ|นำลง|เอาลง|เอาออก|ปลด|ถอด|ลา|งบ|จัด(?:ซื้อ|จ้าง)|เบิก|ไปราชการ|โครงการ|แผน"
    rf"|เดินทาง|ยืม)"
)

# Changes, conditions, parts, dates.
_CHANGE: Final = (
    r"(?:แก้(?!ว)(?!ไข(?:เรียบร้อย)?แล้ว{END})|ปรับ(?!ปรุงข้อมูลสารสนเทศ)|เปลี่ยน(?!ใจ)|เพิ่ม(?!เติม(?:ตาม|{END}))"
    r"|เติม|ใส่|ตัด(?!(?:เรื่อง|ข่าว)นี้)|ลบ(?!แล้ว)|ย้าย|แนบ(?!มา(?:แล้ว|ด้วย{END}))|ทบทวน|เบลอ|ปิดหน้า"
    r"|เอา.{1,24}ออก|ส่ง.{0,24}(?:ใหม่|แก้|กลับ)|คืนเรื่อง|(?:ตรวจ|เช็[คก]).{0,20}(?:อีกครั้ง|อีกที|ใหม่)|ระบุ|กลับไปแก้"
    r"|ตีกลับ|ต้องเป็น"
    r"|(?:สั้น|กระชับ|ชัด(?:เจน)?|ละเอียด|สวย|สุภาพ|ใหญ่|เล็ก|คม|ครบ|เป็นทางการ)กว่านี้"
    r"|ที่ถูก(?:ต้อง)?คือ)"
).replace("{END}", END)
_REQUEST: Final = (
    r"(?:ขอ(?!ง)(?:ให้)?|ให้|กรุณา|โปรด|ช่วย|รบกวน|ฝาก|ควร|ต้อง|อยากให้|น่าจะ|และ|ก็|ไป|แล้ว|อย่าลืม|พร้อม|ดำเนินการ"
    r"|ทั้งนี้|โดย)*"
)
_MORE: Final = (
    r"ขอ(?:ดู)?(?:ไฟล์)?(?:รายละเอียด|ข้อมูล|เอกสาร|ไฟล์|รูป|ภาพ|หลักฐาน|หนังสือ).{0,24}(?:เพิ่ม|ใหม่|ด้วย"
    r"|แนบ|กว่านี้)"
)
CHANGES: Final = _thai(rf"(?:{_REQUEST}{_CHANGE}|{_MORE})")
CHANGES_FIRST: Final = _thai(rf"^{BEFORE}(?:{_REQUEST}{_CHANGE}|{_MORE})")
DONE_CHANGE: Final = _thai(rf"^{BEFORE}(?:ได้)?(?:แก้(?:ไข)?|ปรับ(?:ปรุง)?|เปลี่ยน|เพิ่ม)(?:เรียบร้อย|ให้)*แล้ว{END}")
CHANGES_IN_ENGLISH: Final = _english(
    r"(?:please )?(?:revise|revised|revision|change|changes|fix|correct|add|remove|replace|update|edit"
    r"|resend|shorten|crop|blur|attach)"
)
MARKS: Final = _thai(
    r"แต่(?!ง)|เฉพาะ|ยกเว้น|เว้น|บางส่วน|ที่เหลือ|นอกนั้น|แค่|เท่านั้น|ถ้า|หาก|เมื่อ(?!วาน|เช้า|กี้|สักครู่)|หลัง(?:จาก|แก้|วัน)?|โดย(?:ให้|ขอ"
    r"|มี|ต้อง|ตัด|แก้|ปรับ|เปลี่ยน|เพิ่ม)|เงื่อนไข|(?<!ถูก)ต้อง|ก่อน(?!หน้า)"
    r"|ไม่เอา|ไม่ต้อง|ไม่ลง|ส่วน(?!ตัว|รวม|ราชการ|กลาง|ใหญ่)|ลง(?:ใน)?วัน(?:ที่)?|(?:ลง|เผยแพร่|ขึ้น|ให้).{0,20}(?:พรุ่งนี้|มะรืน|วันจันทร์|วันอังคาร|วันพุธ"
    r"|วันพฤหัส|วันศุกร์|วันเสาร์|วันอาทิตย์|วันที่|สัปดาห์หน้า|เดือนหน้า|[0-9]{1,2}(?:ม\.|ก\.|มี\.|เม\.|พ\.|มิ\.|ส\.|ต\."
    r"|ธ\.|[/-]))"
)
MARKS_IN_ENGLISH: Final = _english(
    r"but|if|once|(?:on|under) (?:the )?condition|pending|as long as|except|subject to|with (?:some "
    r"|minor )?(?:changes|corrections|edits|conditions?)"
    r"|after|provided|only|unless|when|until|however"
    r"|partial(?:ly)?|conditional(?:ly)?|in part"
)
CONDITION_IN_ENGLISH: Final = _english(
    r"approved? (?:this |it )?(?:.{0,30} )?(?:if|once|unless|until|as long as|on condition|provided"
    r"|subject to)"
)
AUTOMATIC: Final = Pattern(
    r"^(?:automatic reply|auto-?reply|out of (?:the )?office|i am (?:out|away|on leave)"
    r"|(?:การ)?ตอบ(?:กลับ)?อัตโนมัติ)|^บันทึกแล้ว|หากไม่ถูกต้อง(?:โปรด)?ตอบ"
)
PARTS: Final = _thai(r"(?:ข้อ|ไฟล์|รูป|ภาพ|เรื่อง|หน้า|รายการ|ฉบับ|อัน)(?:ที่)?(?:[0-9]|แรก|สอง|สาม|หนึ่ง|สุดท้าย|หลัง)")
CONDITION_FIRST: Final = _thai(
    rf"^{BEFORE}(?:ถ้า|หาก|เมื่อ|กรณี|พอ)|(?:แก้(?!ว)|ปรับ|เปลี่ยน|เพิ่ม|ตัด|ลบ|ใส่|เซ็น"
    rf"|ลงนาม).{{0,40}}แล้ว.{{0,10}}(?:{DECIDE}|{PUT_UP}|{DO}|ผ่าน)"
)
APPROVES_IN_ENGLISH: Final = _english(
    r"approved?|ok(?:ay)?|fine|agree[ds]?|go ahead|publish|looks good|lgtm|yes"
)
WOULD: Final = _english(r"would have")
REPORTS_IN_ENGLISH: Final = _english(r"(?:(?<!i )(?:says?|said|told)|according to)")

# Passing it on.
_ABSENT: Final = (
    r"(?:ช่วงนี้|วันนี้|ตอนนี้|ขณะนี้|สัปดาห์นี้|อาทิตย์นี้)?(?:ผม|ดิฉัน|พี่|ฉัน)?(?:อยู่(?:ระหว่าง)?)?(?:ลา|ไป(?:ราชการ|ประชุม|อบรม)|ติด(?:ประชุม"
    r"|ภารกิจ|ราชการ)|ไม่(?:อยู่|สะดวก|ว่าง))(?:พัก(?:ผ่อน)?|ป่วย|กิจ|คลอด|อยู่)?(?:ต่างจังหวัด|กทม\.?)?"
)
_WHILE: Final = r"(?:(?:ใน)?(?:ระหว่าง|ช่วง)(?:ที่|นี้)?[^?]{0,40}?)?"
_ACT: Final = r"(?:เป็นผู้)?(?:พิจารณา|ดู|ตรวจ(?:สอบ)?|อนุมัติ|อนุญาต|ตัดสินใจ|ดำเนินการ|เซ็น|ลงนาม)(?:อนุมัติ)?"
_INSTEAD: Final = r"(?:แทน)?(?:ผม|ดิฉัน|พี่|ฉัน)?(?:ด้วย|ต่อ(?:ไป)?|ให้|ก่อน)*"
HANDS_ON: Final = (
    _thai(
        rf"^{BEFORE}(?:{_ABSENT}{NEUTRAL}*+)?(?:ขอ)?มอบ(?:หมาย)?(?:ให้)?(?P<who>{PERSON}[^?]{{0,50}}?)(?:{_ACT}{_INSTEAD})?{_WHILE}{NEUTRAL}*+$"
    ),
    _thai(
        rf"^{BEFORE}(?:{_ABSENT}{NEUTRAL}*+)?(?:ขอ)?มอบ(?:หมาย)?(?:ให้)?(?P<who>[^?]{{2,40}}?){_ACT}แทน{_INSTEAD}{_WHILE}{NEUTRAL}*+$"
    ),
    _thai(
        rf"^{BEFORE}(?:{_ABSENT}{NEUTRAL}*+)?(?:เห็นควร)?(?:เรียน)?เสนอ(?:ต่อ)?(?P<who>{PERSON}[^?]{{0,40}}?)(?:(?:เพื่อ)?(?:โปรด)?{_ACT}{_INSTEAD})?{_WHILE}{NEUTRAL}*+$"
    ),
    _thai(
        rf"^{BEFORE}(?:{_ABSENT}{NEUTRAL}*+)?(?:ขอ)?(?:ให้|ฝาก|ส่ง(?:ต่อ|ไป)?(?:ให้)?"
        rf"|โอน(?:ให้)?)(?P<who>{PERSON}[^?]{{0,40}}?)(?:{_ACT}แทน{_INSTEAD}|เป็นผู้{_ACT}{_INSTEAD}"
        rf"|พิจารณา(?:อนุมัติ)?{_INSTEAD}){_WHILE}{NEUTRAL}*+$"
    ),
)
NOT_A_DELEGATE: Final = _thai(r"(?:admin|แอดมิน|webmaster|ผู้ดูแล|เกียรติบัตร|ทุน|รางวัล|โล่|ของขวัญ|ไม่|แต่|ถ้า|หาก)")
HANDS_ON_IN_ENGLISH: Final = Pattern(
    r"^(?:please )?(?:ask|delegated? (?:this )?to|forward(?:ed|ing)?(?: this| it)? to"
    r"|pass(?:ed)?(?: this| it)? (?:on )?to|assigned? to)\s+"
    r"(?P<who>[^.,\n?]{2,40}?)(?:\s+(?:to|for)\s+(?:decide|approve|review|approval|decision"
    r"|consideration)[^\n?]*)?[.!\s]*$",
    re.IGNORECASE,
)

REJECTS_IN_ENGLISH: Final = Pattern(
    r"^(?:(?:sorry|hello|hi|dear \w+|i|we|it is|it's|this is|this|the|request|is|must|have to|hereby"
    r"|noted|and|so)[,.! ]+)*(?P<no>(?:is "
    r"|are )?not (?:been )?approved?|no approval|no way|nope|nah|disapproved?"
    r"|(?:can'?t|cannot|couldn'?t|don'?t|doesn'?t|won'?t|wouldn'?t|shouldn'?t|can not|could not|do not"
    r"|will not|would not|unable to|refuse to|not able to|not going to|should not|must not)"
    r" (?:approve|agree|accept|allow)(?: of)?(?: this| it)?"
    r"|reject(?:ed)?|den(?:y|ied)|declined?|refused?|no(?=[\s,.!:;–-]*$|[,.!:;–-]+\s|\s+[ก-๙])"
    r"|not ok(?:ay)?|not good"
    r"|(?:please )?(?:do not|don'?t|never) (?:publish|post|upload|put|release)(?: this| it)?)(?![a-z])",
)
