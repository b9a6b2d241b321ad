"""The lines with which mail programs begin what is quoted, forwarded or signed, in Thai and many languages.

Data and patterns only. The Thai strings are those of the clients' own translation files and of real
mails; the others are what the same clients write in the languages of public reply corpora.
"""

import re

_SAYS = (
    "wrote|writes|said|escribi[oó]|escribe|a écrit|écrit|schrieb|schreibt|ha scritto|scrive"
    "|escreveu|skrev|schreef"
    r"|napisał(?:\(a\)|a)?|pisze|kirjoitti|написал(?:\(а\)|а)?|пишет|писав|пише|yazdı|şunları yazdı"
    r"|napsal(?:\(a\)|a)?"
    "|napísal|írta|a scris|έγραψε|đã viết|menulis|写道|寫道|のメール|書きました|작성|เขียนไว้ว่า"
    "|เขียนว่า|เขียนไว้|เขียน"
)
SAYS_END = re.compile(rf"(?:{_SAYS})\s*[:：]?\s*[*_]*\s*$", re.IGNORECASE)
"""The end of «On ..., NAME wrote:»."""
SAYS_WITHIN = re.compile(rf"(?:{_SAYS})", re.IGNORECASE)

LEAD_START = re.compile(
    r"^[-–—\s>*_]*(?:ในวันที่|เมื่อวันที่|เมื่อ|ในวัน|วันที่|On\s|Le\s|Am\s|Il\s|El\s|Em\s|A\s|Op\s|Den\s|In data"
    r"|Dnia|W dniu"
    r"|På\s|Pada\s|Vào\s|Dne\s|Data\s|Στις\s)",
    re.IGNORECASE,
)
THAI_WRITTEN_WHEN = re.compile(r"เขียนเมื่อ.{1,80}ว่า\s*[:：]?\s*$")
ADDRESS_END = re.compile(r"[<(\[]\s*(?:mailto:)?[^<>()\s]+@[^<>()\s]+\s*[>)\]]+\s*[:：]\s*$")
"""«..., NAME <address>:» without a verb (Yandex, Russian and Norwegian Gmail, Mail.ru)."""
HAS_WHEN = re.compile(
    r"[0-9๐-๙]{1,2}\s?[:.h][0-9๐-๙]{2}|[0-9๐-๙]{4}|[0-9๐-๙]{1,2}[/.-][0-9๐-๙]{1,2}[/.-][0-9๐-๙]{2}"
)
HAS_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")

_FORWARD_WORDS = (
    "forwarded message|forwarded by|begin forwarded message|ข้อความที่ส่งต่อ|ข้อความที่ถูกส่งต่อ|เริ่มต้นข้อความที่ส่งต่อ"
    "|ส่งต่อข้อความ|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato"
    "|mensagem encaminhada"
    "|doorgestuurd bericht|vidarebefordrat meddelande|videresendt|転送|转发|轉寄"
)
FORWARD = re.compile(rf"^[-\s=_*]*(?:{_FORWARD_WORDS})[-\s=_*:：]*$", re.IGNORECASE)
"""A line that says the mail below is forwarded."""

_ORIGINAL_WORDS = (
    "ข้อความต้นฉบับ|ข้อความเดิม|ข้อความดั้งเดิม|original message|original appointment|reply message"
    "|ursprüngliche nachricht"
    "|originalnachricht|message d[’']origine|message original|mensaje original|messaggio originale"
    "|mensagem original"
    "|oprindelig besked|oprindelig meddelelse|opprinnelig melding|originalmeddelande|ursprungligt meddelande"
    "|oorspronkelijk bericht|alkuperäinen viesti|wiadomość oryginalna|oryginalna wiadomość|исходное сообщение"
    "|původní zpráva|eredeti üzenet|元のメッセージ|原始邮件|原始郵件|원본 메일"
)
ORIGINAL = re.compile(rf"^[-–—\s=_*]*[-–—=_*]{{2,}}\s*(?:{_ORIGINAL_WORDS}).{{0,60}}$", re.IGNORECASE)
"""A dashed line that says the mail below is the one that is answered."""
ORIGINAL_TIMED = re.compile(
    r"^\s*(?:message du\s*:\s*[0-9]|-{2,}\s*on\s.{10,120}\swrote\s*-{2,}\s*$)", re.IGNORECASE
)
"""«Message du : 12/12/2016» (French webmail), «---- On ... wrote ----» (Zoho)."""
ORIGINAL_BARE = re.compile(
    r"^(?:ข้อความต้นฉบับ|ข้อความเดิม|ข้อความดั้งเดิม|original message)\s*[:：]?$", re.IGNORECASE
)

FROM = ("จาก", "ผู้ส่ง", "from", "de", "von", "da", "van", "fra", "från", "lähettäjä", "od",
    "от", "feladó", "από", "差出人",
        "发件人", "寄件者", "보낸 사람", "kimden", "từ", "dari", "od")  # fmt: skip
SENT = ("ส่งเมื่อ", "ส่งแล้ว", "ส่ง", "วันที่", "sent", "date", "envoyé", "envoyé le", "gesendet",
    "datum", "inviato", "data",
        "enviado", "enviado el", "fecha", "enviada em", "verzonden", "sendt", "dato", "skickat",
        "lähetetty", "päivämäärä",
        "wysłano", "отправлено", "дата", "odesláno", "elküldve", "送信日時", "日期", "发送时间",
        "보낸 날짜", "tarih",
        "sent at")  # fmt: skip
TO = ("ถึง", "ผู้รับ", "to", "à", "a", "an", "aan", "til", "till", "vastaanottaja", "do",
    "кому", "para", "komu", "címzett",
      "宛先", "收件人", "받는 사람", "kime", "đến", "kepada", "สำเนา", "สำเนาถึง", "สําเนา", "cc",
      "คัดลอก", "copie à")  # fmt: skip
SUBJECT = ("เรื่อง", "หัวเรื่อง", "หัวข้อ", "ชื่อเรื่อง", "subject", "objet", "sujet", "betreff",
    "oggetto", "assunto", "asunto",
           "onderwerp", "emne", "ämne", "aihe", "temat", "тема", "předmět", "tárgy", "件名",
           "主题", "主旨", "제목", "konu",
           "chủ đề", "subjek")  # fmt: skip
REPLY_TO = ("ตอบกลับ", "ตอบกลับถึง", "reply-to")


def _names(words: tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


HEADER_LINE = re.compile(
    rf"^\s*[*_]*(?:(?P<sender>{_names(FROM)})|(?P<sent>{_names(SENT)})|(?P<to>{_names(TO)})"
    rf"|(?P<subject>{_names(SUBJECT)})"
    rf"|(?P<other>{_names(REPLY_TO)}))\s*[*_]*\s*[:：]\s*[*_]*\s*(?P<value>.*)$",
    re.IGNORECASE,
)
"""«จาก: ...», «Sent: ...» of the block that Outlook and others put above the old mail."""

RULE = re.compile(r"^\s*(?:[_]{10,}|[-–—]{10,}|[=]{10,}|\*{10,})\s*$")

DEVICE = re.compile(
    r"^\s*[*_]*(?:ส่งจาก\s*(?:my\s)?(?=[A-Za-z]|สมาร์ท|โทรศัพท์|มือถือ|อุปกรณ์|ไอโฟน|ไอแพด|แท็บเล็ต)"
    r"|ส่งมาจาก\s*(?=[A-Za-z])"
    r"|ส่งโดยใช้\s|รับ\s+Outlook|ดาวน์โหลด\s*Outlook|ดึง\s*Outlook|Get\s+(?:Outlook|BlueMail|TypeApp)\b"
    r"|Sent\s+(?:from|via|using|with)\s+(?:my\s+(?:[\w+-]+\s*){1,6}$|my\s+(?:iphone|ipad|samsung|galaxy"
    r"|huawei|android"
    r"|mobile|phone|blackberry|htc|nokia|sony|lg|oppo|vivo|xiaomi|redmi|windows)\b"
    r"|mail\b|outlook|yahoo|samsung|typeapp|bluemail|proton|gmail|android|iphone|ipad|mailbird|mobile"
    r"|the\s+\w+\s+app"
    r"|windows|polymail|spark|aol|hotmail|zoho|k-9|a\s+mobile|huawei|xiaomi|oppo|vivo|nine)"
    r"|Gesendet\s+(?:von|mit)\s|Envoyé\s+(?:de(?:puis)?|à partir)\s|Inviato\s+da\s"
    r"|Enviado\s+(?:desde|do|de)\s"
    r"|Verzonden\s+(?:vanaf|met)\s|Skickat\s+från\s|Sendt\s+fra\s|Lähetetty\s|Wysłane\s+z\s"
    r"|Отправлено\s+(?:с|из)\s)",
    re.IGNORECASE,
)
"""«ส่งจาก iPhone ของฉัน» and its kin: the device, not the person."""
DEVICE_LONGEST = 90

DISCLAIMER = re.compile(
    r"^\s*[*_\[(]*(?:ข้อมูล(?:ใน|ที่(?:อยู่ใน|ส่งมากับ))?\s*อีเม[ลล์]+|ข้อความ(?:ใน|และ).{0,20}อีเม"
    r"|อีเม[ลล์]+(?:ฉบับ)?นี้(?:และ|เป็น|มี|อาจ|ถูก|ส่งถึง)"
    r"|จดหมายอิเล็กทรอนิกส์(?:ฉบับ)?นี้|e-?mail\s*ฉบับนี้|ข้อจำกัดความรับผิด|ประกาศการรักษาความลับ|disclaimer"
    r"|confidentiality"
    r"|this (?:e-?mail|message|communication)(?:,? (?:and|including|\(including)"
    r"|\s+(?:is (?:confidential|intended|for)|may|contains))"
    r"|the (?:information|contents?) (?:contained )?(?:in|of) this|if you (?:are not"
    r"|have received this)|please consider the"
    r"|virus-free|scanned by|ปลอดไวรัส|ปราศจากไวรัส|before printing|โปรดพิจารณาสิ่งแวดล้อม|คิดก่อนพิมพ์)",
    re.IGNORECASE,
)
BANNER = re.compile(
    r"^\s*[*_\[(⚠\s]*(?:คำเตือน\s*[:：]?\s*อีเม|อีเม[ลล์]+(?:ฉบับ)?นี้(?:ถูก)?ส่ง(?:มา)?จากภายนอก"
    r"|caution\s*[:：]|external (?:email|sender|mail)"
    r"|\[external\]|warning\s*[:：]\s*this|you don't often get email|this (?:e-?mail"
    r"|message) (?:originated|came) (?:from )?outside"
    r"|คุณไม่ได้รับอีเมลจาก|some people who received this)",
    re.IGNORECASE,
)
"""What servers put above a mail from outside."""
LIST_FOOTER = re.compile(r"^_{2,}\s*$")

OUR_LINE = re.compile(
    r"พิมพ์คำตอบเหนือเส้นนี้|พิมพ์คำตอบเหนือบรรทัดนี้|ตอบกลับเหนือเส้นนี้|(?:type|write) your (?:answer"
    r"|reply) above this line"
    r"|(?:reply|answer) above this line",
    re.IGNORECASE,
)
"""The line our own letters carry."""

SIGNATURE_LINE = re.compile(r"^\s*(?:--|––|—|-- \u200b?)\s*$")
DASHES = re.compile(r"^\s*(?:-{3,}|[–—]{2,}|_{3,9}|={3,}|\*{3,}|~{3,}|\.{5,})\s*$")
