"""Deliberate use of what is wrong: listed as intentional, and left alone."""

import pytest

from parley.sockets.websocket_manager import WebSocketManager


def test_a_manager_is_not_constructed() -> None:
    with pytest.raises(RuntimeError):
        WebSocketManager()


def test_the_registry_is_gone() -> None:
    with pytest.raises(ImportError):
        from parley.sockets.registry import WebSocketManager as _  # noqa: F401
