"""“… is typing”. Rule: legacy-import, with a repair: parley.sockets.registry was deleted, so this fails today."""

from parley.sockets.websocket_manager import WebSocketManager, get_websocket_manager

from parley.user_context import UserContext


async def typing(user_context: UserContext) -> None:
    """Tells the user's windows that somebody types."""
    manager: WebSocketManager = get_websocket_manager(user_context)
    await manager.send("typing")
