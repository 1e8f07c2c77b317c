import logging

from odoo import api, models

from ..tools.clamd import ScannerError, scan

_logger = logging.getLogger(__name__)


class DialogueScanner(models.AbstractModel):
    """Whether a file that a stranger sends carries a virus.

    Asked of the service that the setting ``dialogue_tthc_portal.clamd`` names, such as
    ``unix:/run/clamav/clamd.ctl`` or ``clamav:3310``; without it nothing is asked.
    Other services are added by extending :meth:`_scan`.
    """

    _name = "dialogue.scanner"
    _description = "Anti-Virus Service"

    @api.model
    def _scan(self, name, content):
        """Say why a file cannot be taken, if it cannot.

        While the service is down no file is taken, because whoever set it up counts
        on it; the text is sent all the same, and the file later. The setting
        ``dialogue_tthc_portal.clamd_when_down`` with the value ``accept`` takes files
        unread then, each with a warning in the log.

        :param str name: as shown to whoever sent the file
        :param bytes content: as it came
        :return: one sentence, or None
        """
        # sudo: two settings that say nothing about anybody
        parameters = self.env["ir.config_parameter"].sudo()
        address = parameters.get_param("dialogue_tthc_portal.clamd")
        if not address:
            return None
        try:
            virus = scan(address, content)
        except ScannerError as error:
            when_down = parameters.get_param("dialogue_tthc_portal.clamd_when_down")
            if when_down == "accept":
                _logger.warning("A file was taken without being scanned: %s", error)
                return None
            _logger.error("No file is taken, the anti-virus service is down: %s", error)
            return self.env._(
                "The file “%s” cannot be checked for viruses right now. Send your "
                "text without it, and the file later.",
                name,
            )
        if virus:
            _logger.warning("A file with %s was refused", virus)
            return self.env._(
                "The file “%s” carries a virus and was not taken. Please clean your "
                "device and send another copy.",
                name,
            )
        return None
