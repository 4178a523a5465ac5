"""The first WebSocket manager, shared by all users. It was never removed: some of the chat still imports it."""


class WebSocketManager:
    """Sends to everybody. It has the name of its successor and is another class."""

    def __init__(self) -> None:
        self.sockets: list[object] = []

    async def broadcast(self, text: str) -> None:
        """Sends a text to every socket of every user."""
        for socket in self.sockets:
            await socket.send_text(text)
