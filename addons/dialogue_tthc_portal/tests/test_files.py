import io
import socket
import struct
import threading
import zipfile

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from ..tools import clamd
from ..tools.picture import without_metadata
from ..tools.upload import detect_extension
from .common import PDF, PortalHttpCommon, make_office

SECRET = b"BI MAT GPS"


def make_photo(orientation=1, picture_format="JPEG"):
    """Return a photo with everything that cameras and programs write into one."""
    picture = Image.new("RGB", (60, 40), "white")
    picture.paste("red", (0, 0, 30, 20))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (22.0, 49.0, 30.0), 29: SECRET.decode()})
    stream = io.BytesIO()
    more = {"exif": exif, "comment": SECRET, "xmp": b"<x:xmpmeta>" + SECRET}
    if picture_format == "PNG":
        texts = PngInfo()
        texts.add_text("Author", SECRET.decode())
        texts.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        more = {"exif": exif, "pnginfo": texts}
    picture.save(stream, picture_format, **more)
    return stream.getvalue()


def opened(content):
    return Image.open(io.BytesIO(content))


@tagged("post_install", "-at_install")
class TestPictures(BaseCase):
    def test_a_photo_keeps_no_word_of_its_camera(self):
        for picture_format, extension in (("JPEG", "jpg"), ("PNG", "png")):
            with self.subTest(picture_format):
                photo = make_photo(picture_format=picture_format)
                self.assertIn(SECRET, photo)
                clean = without_metadata(photo + SECRET, extension)
                self.assertNotIn(SECRET, clean)
                picture = opened(clean)
                self.assertFalse(dict(picture.getexif()))
                self.assertEqual(picture.size, (60, 40))
                self.assertEqual(detect_extension(clean), extension)

    def test_the_picture_itself_is_not_lost(self):
        for picture_format, extension in (("JPEG", "jpg"), ("PNG", "png")):
            photo = make_photo(picture_format=picture_format)
            clean = without_metadata(photo, extension)
            self.assertEqual(opened(photo).tobytes(), opened(clean).tobytes())

    def test_colours_and_ways_of_storing_stay(self):
        stream = io.BytesIO()
        Image.new("CMYK", (9, 9), (10, 200, 30, 40)).save(
            stream, "JPEG", progressive=True, icc_profile=b"x" * 200
        )
        clean = opened(without_metadata(stream.getvalue(), "jpg"))
        self.assertEqual(clean.mode, "CMYK")
        self.assertEqual(clean.info["icc_profile"], b"x" * 200)
        self.assertEqual(clean.tobytes(), opened(stream.getvalue()).tobytes())

    def test_a_photo_stands_upright(self):
        # turned by a quarter: the red corner goes from upper left to upper right
        for picture_format, extension in (("JPEG", "jpg"), ("PNG", "png")):
            clean = opened(without_metadata(make_photo(6, picture_format), extension))
            self.assertEqual(clean.size, (40, 60))
            red, green, _blue = clean.convert("RGB").getpixel((35, 5))
            self.assertGreater(red, 200)
            self.assertLess(green, 60)

    def test_a_cut_picture_is_not_taken(self):
        self.assertIsNone(without_metadata(make_photo()[:200], "jpg"))

    def test_colours_that_show_through_stay(self):
        stream = io.BytesIO()
        Image.new("RGBA", (4, 4), (255, 0, 0, 128)).save(stream, "PNG")
        clean = opened(without_metadata(stream.getvalue(), "png"))
        self.assertEqual(clean.getpixel((0, 0)), (255, 0, 0, 128))


@tagged("post_install", "-at_install")
class TestHostileFiles(BaseCase):
    def _bomb(self, size):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<x/>")
            archive.writestr("word/document.xml", b"0" * size)
        return stream.getvalue()

    def test_a_bomb_named_docx_is_refused(self):
        self.assertLess(len(self._bomb(200 << 20)), 1 << 20)
        self.assertIsNone(detect_extension(self._bomb(200 << 20)))
        self.assertEqual(detect_extension(self._bomb(1 << 20)), "docx")

    def test_what_does_something_when_opened_is_refused(self):
        pdf_zip = PDF + make_office()
        cases = {
            "script in a letter": PDF.replace(b"/Catalog", b"/Catalog /JavaScript"),
            "program in a letter": PDF.replace(b"/Catalog", b"/Catalog /Launch"),
            "page in a letter": PDF.replace(b"1 0 obj", b"<script>x</script> 1 0 obj"),
            "letter and archive in one": pdf_zip,
            "program in an office file": make_office("word/document.xml", "a.exe"),
            "page in an office file": make_office("word/document.xml", "a.HTML"),
            "active control": make_office("xl/workbook.xml", "xl/activeX/a.bin"),
        }
        for name, content in cases.items():
            with self.subTest(name):
                self.assertIsNone(detect_extension(content))

    def test_macros_that_are_only_declared_are_refused(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(
                "[Content_Types].xml",
                "application/vnd.ms-word.document.macroEnabled.main+xml",
            )
            archive.writestr("word/document.xml", "<x/>")
        self.assertIsNone(detect_extension(stream.getvalue()))


class FakeClamd(threading.Thread):
    """A service that says what it is told to about the next file.

    :ivar bytes received: the file as it came
    """

    def __init__(self, reply, family=socket.AF_INET, address=("127.0.0.1", 0)):
        super().__init__(daemon=True)
        self.reply, self.received = reply, b""
        self.server = socket.socket(family, socket.SOCK_STREAM)
        self.server.bind(address)
        self.server.listen(1)
        self.server.settimeout(20)

    @property
    def address(self):
        return f"127.0.0.1:{self.server.getsockname()[1]}"

    def run(self):
        with self.server, self.server.accept()[0] as connection:
            stream = connection.makefile("rb")
            stream.read(len(b"zINSTREAM\0"))
            while size := struct.unpack("!L", stream.read(4))[0]:
                self.received += stream.read(size)
            connection.sendall(self.reply)


@tagged("post_install", "-at_install")
class TestClamd(BaseCase):
    def _scan(self, reply, content=PDF):
        service = FakeClamd(reply)
        service.start()
        try:
            return clamd.scan(service.address, content, timeout=5)
        finally:
            service.join(5)
            self.assertEqual(service.received, content)

    def test_clean_and_infected(self):
        self.assertIsNone(self._scan(b"stream: OK\0"))
        self.assertIsNone(self._scan(b"stream: OK\0", b"x" * 300_000))
        self.assertEqual(self._scan(b"stream: Eicar-Test FOUND\0"), "Eicar-Test")

    def test_what_says_neither_is_an_error(self):
        for reply in (b"INSTREAM size limit exceeded. ERROR\0", b"", b"\xff\xff\0"):
            with self.subTest(reply), self.assertRaises(clamd.ScannerError):
                self._scan(reply)
        for address in ("127.0.0.1:1", "unix:/nowhere/clamd.ctl", "nonsense", ""):
            with self.subTest(address), self.assertRaises(clamd.ScannerError):
                clamd.scan(address, PDF, timeout=2)


@tagged("post_install", "-at_install")
class TestUploadedFiles(PortalHttpCommon):
    def setUp(self):
        super().setUp()
        self._login(self.petitioner_user)

    def _set(self, name, value):
        self.env["ir.config_parameter"].set_param(f"dialogue_tthc_portal.{name}", value)

    def _send(self, content=PDF, name="don.pdf"):
        return self._file(files={"files": (name, content, "application/octet-stream")})

    def test_a_photo_is_stored_without_its_place(self):
        self._send(make_photo(), "anh.jpg")
        raw = self._filed().attachment_ids.raw
        self.assertNotIn(SECRET, raw)
        self.assertTrue(raw.startswith(b"\xff\xd8"))

    def test_fifty_megabytes_are_refused_and_the_text_is_kept(self):
        response = self._send(PDF + b"\x00" * (50 << 20))
        self.assertEqual(response.status_code, 200)
        self.assertIn("30 MB", response.text)
        self.assertIn("Nộp từ tháng 2", response.text)
        self.assertFalse(self._filed())

    @mute_logger("odoo.addons.dialogue_tthc_portal.models.dialogue_scanner")
    def test_an_infected_file_is_refused_with_a_sentence(self):
        service = FakeClamd(b"stream: Eicar-Test FOUND\0")
        service.start()
        self._set("clamd", service.address)
        response = self._send()
        self.assertIn("carries a virus", response.text)
        self.assertIn("Nộp từ tháng 2", response.text)
        self.assertFalse(self._filed())

    def test_a_clean_file_passes(self):
        service = FakeClamd(b"stream: OK\0")
        service.start()
        self._set("clamd", service.address)
        self._send()
        self.assertEqual(service.received, PDF)
        self.assertTrue(self._filed().attachment_ids)

    @mute_logger("odoo.addons.dialogue_tthc_portal.models.dialogue_scanner")
    def test_while_the_service_is_down_the_text_gets_through(self):
        self._set("clamd", "127.0.0.1:1")
        response = self._send()
        self.assertIn("cannot be checked for viruses right now", response.text)
        self.assertFalse(self._filed())
        self._set("clamd_when_down", "accept")
        self._send()
        self.assertTrue(self._filed().attachment_ids)
