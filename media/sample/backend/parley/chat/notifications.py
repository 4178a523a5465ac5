"""Notifications. Rule: look-alike-class: a second manager, with a list of sockets of its own."""


class WebSocketNotificationManager:
    """Does what parley.sockets does already, for all users at once."""

    def __init__(self) -> None:
        self.sockets: list[object] = []

    async def notify(self, text: str) -> None:
        """Sends a notification to every socket."""
        for socket in self.sockets:
            await socket.send_text(text)
