"""A daily digest. Rule: factory-misuse: the factory is not async, and it is called for nobody at module level."""

from parley.sockets.websocket_manager import get_websocket_manager
from parley.user_context import UserContext

everybody = get_websocket_manager(UserContext(user_id="everybody", room_id=""))


async def send_digest(user_context: UserContext, lines: list[str]) -> int:
    """Sends the day's summary."""
    manager = await get_websocket_manager(user_context)
    return await manager.send("\n".join(lines))


async def send_to_nobody(lines: list[str]) -> int:
    """Forgets to say for whom."""
    return await get_websocket_manager().send("\n".join(lines))
