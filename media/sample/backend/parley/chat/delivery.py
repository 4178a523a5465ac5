"""Delivery. Rule: direct-construction, with a repair: the user's context is at hand for the factory."""

from parley.sockets.websocket_manager import WebSocketManager
from parley.user_context import UserContext


async def deliver(user_context: UserContext, text: str) -> int:
    """Sends a text to one user, and says to how many windows."""
    manager = WebSocketManager(user_context=user_context)
    return await manager.send(text)
