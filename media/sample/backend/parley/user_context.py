"""Who a request is for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class UserContext:
    """One signed-in user and the conversation that is open."""

    user_id: str
    room_id: str
