"""Who is there. Rule: legacy-import, with a suggestion only: this WebSocketManager is another class."""

from parley.sockets.manager import WebSocketManager


async def announce(manager: WebSocketManager, user_id: str) -> None:
    """Tells everybody that somebody came in."""
    await manager.broadcast(f"{user_id} is here")
