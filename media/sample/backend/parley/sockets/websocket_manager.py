"""The one WebSocket manager: every socket of every user is held here, one manager per user."""

from __future__ import annotations

from typing import Protocol

from parley.user_context import UserContext


class Socket(Protocol):
    """What the manager needs of an open connection."""

    async def send_text(self, text: str) -> None: ...


class WebSocketManager:
    """Holds the open sockets of one user. Get one from get_websocket_manager."""

    user_id: str
    _sockets: dict[str, Socket]

    def __init__(self, *_args: object, **_keywords: object) -> None:
        raise RuntimeError("a WebSocketManager belongs to one user: call get_websocket_manager(user_context)")

    def add(self, socket_id: str, socket: Socket) -> None:
        """Registers an open socket."""
        self._sockets[socket_id] = socket

    def remove(self, socket_id: str) -> None:
        """Forgets a socket that was closed."""
        self._sockets.pop(socket_id, None)

    async def send(self, text: str) -> int:
        """Sends a text to all of the user's sockets and says to how many."""
        for socket in list(self._sockets.values()):
            await socket.send_text(text)
        return len(self._sockets)


_managers: dict[str, WebSocketManager] = {}


def get_websocket_manager(user_context: UserContext) -> WebSocketManager:
    """The manager of this user, and of nobody else."""
    manager = _managers.get(user_context.user_id)
    if manager is None:
        manager = WebSocketManager.__new__(WebSocketManager)
        manager.user_id = user_context.user_id
        manager._sockets = {}
        _managers[user_context.user_id] = manager
    return manager
