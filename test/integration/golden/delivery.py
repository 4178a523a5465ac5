"""Delivery. Rule: direct-construction, with a repair: the user's context is at hand for the factory."""

from parley.sockets.websocket_manager import get_websocket_manager
from parley.user_context import UserContext


async def deliver(user_context: UserContext, text: str) -> int:
    """Sends a text to one user, and says to how many windows."""
    manager = get_websocket_manager(user_context=user_context)
    return await manager.send(text)
