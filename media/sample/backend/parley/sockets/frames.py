"""How messages look on the wire."""

import json


def encode_frame(kind: str, **payload: object) -> str:
    """One message as text."""
    return json.dumps({"type": kind, **payload})


def decode_frame(text: str) -> dict[str, object]:
    """The message that a text holds."""
    return json.loads(text)
