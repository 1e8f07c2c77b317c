from odoo.http import content_disposition, request


def saved(response, name):
    """Let the browser save ``response`` under ``name`` and never show or run it."""
    response.headers["Content-Disposition"] = content_disposition(name)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def material_response(material_sudo):
    """Return the file of one ``dialogue.session.material``, which is in sudo."""
    name = material_sudo._download_name()
    stream = request.env["ir.binary"]._get_stream_from(
        material_sudo, "file", filename=name
    )
    return saved(stream.get_response(as_attachment=True, max_age=0), name)


def calendar_response(content):
    """Return a calendar file; calendar programs fetch it, browsers save it."""
    response = request.make_response(
        content, [("Content-Type", "text/calendar; charset=utf-8")]
    )
    return saved(response, "dialogue.ics")
