"""Invitations. Rule: legacy-import, for a factory that has a successor and is gone."""

from parley.sockets import create_websocket_manager
from parley.user_context import UserContext


async def invite(user_context: UserContext, guest: str) -> None:
    """Tells the user that a guest was invited."""
    manager = create_websocket_manager(user_context)
    await manager.send(f"{guest} was invited")
