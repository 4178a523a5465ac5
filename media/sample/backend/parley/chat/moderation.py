"""Moderation. A suppression with its reason, and one that suppresses nothing: rule unused-suppression."""

# ssot-disable-next-line legacy-import -- moderators write to everybody until they have rooms of their own
from parley.sockets.manager import WebSocketManager

# ssot-disable-next-line direct-construction -- this was needed once
from parley.user_context import UserContext


async def warn_everybody(manager: WebSocketManager, moderator: UserContext) -> None:
    """Sends a moderator's warning."""
    await manager.broadcast(f"{moderator.user_id} asks you to calm down")
