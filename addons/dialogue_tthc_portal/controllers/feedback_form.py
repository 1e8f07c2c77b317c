import os
import re

from ..tools.picture import without_metadata
from ..tools.upload import detect_extension, safe_name

SUBJECT_MAX = 200
QUESTION_MAX = 10_000
ADDRESS_MAX = 300
PHONE_MAX = 30
FILE_COUNT_MAX = 10
FILE_MAX = 10 * 1024 * 1024
FILES_MAX = 30 * 1024 * 1024
# what the server reads at all; between FILES_MAX and this the form comes back with
# what was typed, beyond it the request is cut off
REQUEST_MAX = 64 * 1024 * 1024
# the same for a short form without files
FORM_MAX = 1024 * 1024
# what is too long comes back to be shortened, up to so many times its limit
TYPED_TIMES = 2

_ID_PATTERN = re.compile(r"[0-9]{1,10}")
# NUL and its like: no page shows them, and the database refuses the first
_CONTROL_PATTERN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean_text(value, limit=None):
    """Return what was typed as one kind of text: no control characters, ``\\n`` ends.

    :param value: a value of the request; what is no text (a file sent under the
        name of a text) counts as empty
    :param int limit: cut off after so many characters
    """
    if not isinstance(value, str):
        return ""
    text = _CONTROL_PATTERN.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return text.strip()[:limit]


def clean_id(value):
    """Return the id that ``value`` stands for, or 0."""
    text = clean_text(value)
    number = int(text) if _ID_PATTERN.fullmatch(text) else 0
    return number if number < 2**31 else 0


class UploadedFiles:
    """Files of one request: counted and measured first, read only when they fit.

    :param kept: files (``ir.attachment``) of the same form that were sent before

    :ivar list files: (name: str, content: bytes) of the accepted ones
    :ivar list errors: one sentence for each thing that is wrong
    """

    def __init__(self, env, uploads, kept=()):
        self.env = env
        self.files = []
        self.errors = []
        # a form without a chosen file sends one part with neither name nor content
        self.uploads = [u for u in uploads if u.filename or self._size(u)]
        chosen = len(self.uploads) + len(kept)
        if self.uploads and chosen > FILE_COUNT_MAX:
            self.errors.append(
                env._(
                    "Choose at most %(count)s files; you chose %(chosen)s.",
                    count=FILE_COUNT_MAX,
                    chosen=chosen,
                )
            )
            return
        sizes = [self._size(upload) for upload in self.uploads]
        if sizes and sum(sizes) + sum(f.file_size for f in kept) > FILES_MAX:
            self.errors.append(
                env._(
                    "All files together may have %s MB. Send the rest afterwards, "
                    "as a message on the page of your case.",
                    FILES_MAX // 1024**2,
                )
            )
            return
        for upload, size in zip(self.uploads, sizes, strict=True):
            self._take(upload, size)

    @staticmethod
    def _size(upload):
        size = upload.stream.seek(0, os.SEEK_END)
        upload.stream.seek(0)
        return size

    def _take(self, upload, size):
        shown = clean_text(upload.filename, 80) or self.env._("without a name")
        if not size:
            self.errors.append(self.env._("The file “%s” is empty.", shown))
            return
        if size > FILE_MAX:
            self.errors.append(
                self.env._(
                    "The file “%(name)s” is larger than %(limit)s MB.",
                    name=shown,
                    limit=FILE_MAX // 1024**2,
                )
            )
            return
        content = upload.stream.read()
        extension = detect_extension(content)
        if not extension:
            self.errors.append(
                self.env._(
                    "The file “%s” cannot be taken: send PDF, JPG, PNG, DOCX or XLSX.",
                    shown,
                )
            )
            return
        refusal = self.env["dialogue.scanner"]._scan(shown, content)
        if not refusal and extension in ("jpg", "png"):
            # a photo tells where and when it was taken, and with whose device
            content = without_metadata(content, extension)
            if not content:
                refusal = self.env._("The picture “%s” is damaged.", shown)
        if refusal:
            self.errors.append(refusal)
            return
        self.files.append((safe_name(upload.filename, extension), content))


class TextForm:
    """A short form of one text and files: a message, or information asked for.

    :ivar dict values: what was typed
    :ivar dict errors: name of the input -> sentence
    """

    def __init__(self, env, post, uploads):
        self.env = env
        self.errors = {}
        self.values = {"body": clean_text(post.get("body"), TYPED_TIMES * QUESTION_MAX)}
        uploaded = UploadedFiles(env, uploads)
        self.files = uploaded.files
        if not self.values["body"]:
            self.errors["body"] = env._("Write something before you send it.")
        elif len(self.values["body"]) > QUESTION_MAX:
            self.errors["body"] = _too_long(env, QUESTION_MAX, self.values["body"])
        if uploaded.errors:
            self.errors["files"] = " ".join(uploaded.errors)
        self.is_files_lost = bool(self.errors and uploaded.uploads)


def _too_long(env, limit, text):
    return env._(
        "Keep it under %(limit)s characters; it has %(length)s now.",
        limit=limit,
        length=len(text),
    )
