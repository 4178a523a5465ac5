"""Cleaning up. Rule: direct-construction, without a fix: nothing here says whose manager it should be."""

from parley.sockets.websocket_manager import WebSocketManager


def forget(socket_ids: list[str]) -> None:
    """Forgets sockets that were closed."""
    manager = WebSocketManager()
    for socket_id in socket_ids:
        manager.remove(socket_id)
