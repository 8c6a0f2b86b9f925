"""Widgets and screens that outlive what their app forgives."""

from __future__ import annotations

from textual.message import Message
from textual.message_pump import MessagePump

FORGIVES = "forgives"
"""Method of an app that is asked about an error: True if it has dealt with it."""


class Guarded(MessagePump):
    """Whose handlers may fail where they read: the message is lost, nothing else is.

    Textual ends a widget, and with it the app, at the first error that a handler lets through. To be mixed in before
    the class of Textual.
    """

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            forgives = getattr(self.app, FORGIVES, None)
            if forgives is None or not forgives(error):
                raise
