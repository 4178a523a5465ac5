"""An older name for the manager, kept for those who still use it."""

from .websocket_manager import WebSocketManager

ConnectionPool = WebSocketManager
