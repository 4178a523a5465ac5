"""Invitations. Rule: legacy-import, for a factory that has a successor and is gone."""

from parley.sockets.websocket_manager import get_websocket_manager
from parley.user_context import UserContext


async def invite(user_context: UserContext, guest: str) -> None:
    """Tells the user that a guest was invited."""
    manager = get_websocket_manager(user_context)
    await manager.send(f"{guest} was invited")
