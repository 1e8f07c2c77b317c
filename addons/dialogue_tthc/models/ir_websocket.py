from odoo import models

from .dialogue_session_console_tell import CHANNEL, SUBCHANNEL
from .feedback_states import DESK


class IrWebsocket(models.AbstractModel):
    """Consoles listen to their session if their user may keep its record."""

    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        asked = [channel for channel in channels if self._is_console(channel)]
        channels = [channel for channel in channels if channel not in asked]
        numbers = [channel.removeprefix(CHANNEL) for channel in asked]
        session_ids = [
            int(number) for number in numbers if number.isdecimal() and len(number) < 10
        ]
        if session_ids and self.env.user.has_group(DESK):
            # a socket knows no company switcher: all companies of the user
            sessions = self.env["dialogue.session"].with_context(
                allowed_company_ids=self.env.user.company_ids.ids
            )
            found = sessions.search([("id", "in", session_ids)])
            channels += [(session, SUBCHANNEL) for session in found]
        return super()._build_bus_channel_list(channels)

    def _is_console(self, channel):
        return isinstance(channel, str) and channel.startswith(CHANNEL)
