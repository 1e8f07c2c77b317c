from tempfile import TemporaryFile

from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

from ..models.dialogue_export import XLSX


class ExportController(http.Controller):
    """Spreadsheets, for those who asked for them."""

    @http.route(
        "/dialogue/export/<int:export_id>", type="http", auth="user", methods=["GET"]
    )
    def export_download(self, export_id):
        """Send one file: the one that was kept, or a small one made now."""
        # a request of somebody else does not exist, whatever its number
        export = request.env["dialogue.export"].search([("id", "=", export_id)])
        if not export or not export._is_handed_out():
            raise request.not_found()
        export = export._as_asker()
        if export.state == "done":
            # sudo: the file of a request that its owner reads
            stream = request.env["ir.binary"]._get_stream_from(
                export.sudo().attachment_id
            )
            return stream.get_response(as_attachment=True)
        # closed when it was sent
        file = TemporaryFile()
        try:
            export._write_file(file)
        except AccessError:
            file.close()
            raise
        size = file.tell()
        file.seek(0)
        response = request.make_response(
            wrap_file(request.httprequest.environ, file),
            headers=[
                ("Content-Type", XLSX),
                ("Content-Length", size),
                ("Content-Disposition", content_disposition(export._file_name())),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
        response.direct_passthrough = True
        response.call_on_close(file.close)
        return response
