"""Rule: legacy-string-reference: the patch names a module that the code under test no longer uses."""

from unittest.mock import patch

from parley.chat import rooms


def test_say_uses_the_manager() -> None:
    with patch("parley.sockets.manager.WebSocketManager") as manager:
        assert rooms.say is not None
        assert not manager.called
