"""Offers the names of its modules, as it did before there was one place for them. New code imports the modules."""

from .frames import decode_frame, encode_frame
from .websocket_manager import WebSocketManager, get_websocket_manager

__all__ = ["WebSocketManager", "decode_frame", "encode_frame", "get_websocket_manager"]
