"""What was said. Rule: legacy-import, in a statement that has to be split: encode_frame stays where it is."""

from parley.sockets.websocket_manager import WebSocketManager
from parley.sockets import encode_frame


async def replay(manager: WebSocketManager, messages: list[str]) -> None:
    """Sends earlier messages again, oldest first."""
    for message in messages:
        await manager.send(encode_frame("history", text=message))
