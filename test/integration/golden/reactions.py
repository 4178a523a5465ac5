"""Reactions. Rule: legacy-import, by origin: ConnectionPool is the manager under another name."""

from parley.sockets.websocket_manager import WebSocketManager as Pool


async def react(pool: Pool, emoji: str) -> None:
    """Shows a reaction in the user's windows."""
    await pool.send(emoji)
