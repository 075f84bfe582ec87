"""Listening: the application at an address, until Ctrl-C."""

import socket
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette


def run(app: Starlette, host: str, port: int, on_ready: Callable[[str], None]) -> None:
    """Answer visitors until Ctrl-C.

    Args:
        app: What answers.
        host: The address to listen on.
        port: The port; any that is free if 0.
        on_ready: Is told the page's address once it can be reached.

    Raises:
        OSError: The address is taken, or none of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
        name = f"[{host}]" if ":" in host else host
        on_ready(f"http://{name}:{listener.getsockname()[1]}/")
        config = uvicorn.Config(
            app,
            log_level="warning",
            server_header=False,
            date_header=True,
            proxy_headers=False,
            timeout_keep_alive=30,
            h11_max_incomplete_event_size=65_536,
        )
        uvicorn.Server(config).run(sockets=[listener])
