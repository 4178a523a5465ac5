"""A staging backend on Python's websockets, an implementation that shares no code with the one of the live check.

    python3 websocketsServer.py BEHAVIOUR, with the signing secret in SSOT_FOREIGN_SECRET

It behaves as driverServer.mjs beside it does. Needs the package `websockets` (Debian: python3-websockets).
"""

import asyncio
import base64
import hashlib
import hmac
import http
import json
import os
import sys
import time

from websockets.legacy.server import serve

BEHAVIOUR = sys.argv[1] if len(sys.argv) > 1 else "strict"
SECRET = os.environ.get("SSOT_FOREIGN_SECRET", "").encode()
PATHS = ("/ws", "/api/v1/websocket")


def decoded(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def offered_by(headers):
    values = headers.get_all("Sec-WebSocket-Protocol")
    return [each.strip() for value in values for each in value.split(",")]


def selected_of(offered):
    tokens = [each for each in offered if each.startswith("jwt.")]
    return next(iter(tokens + [each for each in offered if each == "jwt-auth"]), None)


def user_of(headers):
    """The `sub` of a token whose signature is good and whose time is not over; None without one."""
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    selected = selected_of(offered_by(headers)) or ""
    if scheme != "Bearer" and selected.startswith("jwt."):
        token = decoded(selected[4:]).decode()
    if token.count(".") != 2:
        return None
    signed, _, signature = token.rpartition(".")
    expected = hmac.new(SECRET, signed.encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(expected, decoded(signature)):
        return None
    claims = json.loads(decoded(signed.partition(".")[2]))
    return claims["sub"] if claims["exp"] > time.time() else None


async def process_request(path, headers):
    if path == "/health":
        health = {"status": "healthy", "service": "netra-ai-platform", "version": "1.0.0", "timestamp": time.time()}
        return http.HTTPStatus.OK, [("Content-Type", "application/json")], json.dumps(health).encode()
    if "Upgrade" not in headers:
        return http.HTTPStatus.NOT_FOUND, [], b""
    offered = offered_by(headers)
    if path not in PATHS or (offered and selected_of(offered) is None):
        return http.HTTPStatus.FORBIDDEN, [], b""
    return None


async def handle(socket):
    user = "demo-user-001" if BEHAVIOUR == "permissive" else user_of(socket.request_headers)

    async def send(**message):
        await socket.send(json.dumps(message))

    if BEHAVIOUR == "crashing":
        await socket.close(1011, "main mode error")
        return
    if user is None:
        text = "Authentication failed"
        await send(type="error_message", error_code="AUTH_FAILED", error_message=text, details={})
        await socket.close(1008, text)
        return
    data = {"event": "connection_established", "connection_id": "foreign_1", "user_id": user, "connection_ready": True}
    await send(type="system_message", data=data, timestamp=time.time())
    async for text in socket:
        received = json.loads(text).get("type")
        if BEHAVIOUR == "silent":
            continue
        if received == "ping":
            await send(type="pong", data={"user_id": user}, timestamp=time.time())
        elif received == "connected":
            await send(type="system_message", data={"status": "connected", "user_id": user})
        else:
            await send(type="ack", received_type=received, user_id=user, status="acknowledged")


async def main():
    async with serve(
        handle,
        "127.0.0.1",
        0,
        process_request=process_request,
        # Negotiation takes place only where the server has a protocol of its own.
        subprotocols=["jwt-auth"],
        select_subprotocol=lambda offered, _: selected_of(offered),
        compression=None,
    ) as server:
        print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
        # Whoever started it may have been killed.
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
