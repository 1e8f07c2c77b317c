import io
import os

from werkzeug.datastructures import FileStorage

from odoo.tests import tagged

from ..controllers.feedback_form import (
    FILE_COUNT_MAX,
    FILE_MAX,
    FILES_MAX,
    UploadedFiles,
)
from .common import PDF, PortalCommon

MB = 1024**2


class Measured(io.BytesIO):
    """A file that says how large it is, and keeps whether anybody read it."""

    def __init__(self, size):
        super().__init__(PDF)
        self.size = size
        self.is_read = False

    def seek(self, offset, whence=os.SEEK_SET):
        place = super().seek(offset, whence)
        return self.size if whence == os.SEEK_END else place

    def read(self, *args):
        self.is_read = True
        return super().read(*args)


@tagged("post_install", "-at_install")
class TestUploadUnread(PortalCommon):
    """Files are counted and measured before one of them is read into memory."""

    def _take(self, sizes, kept=()):
        """Send files of these sizes; return what became of them, and who was read."""
        streams = [Measured(size) for size in sizes]
        taken = UploadedFiles(
            self.env,
            [FileStorage(stream, filename="a.pdf") for stream in streams],
            kept,
        )
        return taken, [stream.is_read for stream in streams]

    def _assert_unread(self, sizes, sentence, kept=()):
        taken, read = self._take(sizes, kept)
        self.assertFalse(any(read))
        self.assertFalse(taken.files)
        self.assertEqual(len(taken.errors), 1)
        self.assertIn(sentence, taken.errors[0])

    def test_what_fits_is_read(self):
        taken, read = self._take([len(PDF)] * FILE_COUNT_MAX)
        self.assertTrue(all(read))
        self.assertEqual(len(taken.files), FILE_COUNT_MAX)
        taken, read = self._take([FILE_MAX] * (FILES_MAX // FILE_MAX))
        self.assertTrue(all(read))

    def test_too_many_are_not_read(self):
        self._assert_unread([len(PDF)] * (FILE_COUNT_MAX + 1), "at most 10")

    def test_too_much_together_is_not_read(self):
        self._assert_unread([9 * MB] * 4, "30 MB")

    def test_one_too_large_is_not_read(self):
        taken, read = self._take([FILE_MAX + 1, len(PDF)])
        self.assertEqual(read, [False, True])
        self.assertEqual(len(taken.files), 1)
        self.assertIn("larger than 10 MB", taken.errors[0])

    def test_files_kept_with_the_form_count_too(self):
        kept = self.env["ir.attachment"].create(
            [{"name": f"{number}.pdf", "raw": PDF} for number in range(FILE_COUNT_MAX)]
        )
        self._assert_unread([len(PDF)], "at most 10", kept)
        one = kept[0]
        # the size is kept by the database alone
        self.env.cr.execute(
            "UPDATE ir_attachment SET file_size = %s WHERE id = %s",
            [FILES_MAX, one.id],
        )
        one.invalidate_recordset()
        self._assert_unread([len(PDF)], "30 MB", one)
