"""Messages in a room. Rule: legacy-import, with a safe fix: both imports mean the same class."""

from parley.sockets.websocket_manager import WebSocketManager


async def say(manager: WebSocketManager, text: str) -> int:
    """Sends what somebody said to their open windows."""
    return await manager.send(text)
