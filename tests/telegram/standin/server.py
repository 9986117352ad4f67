"""The HTTP server of the stand-in, and a thread that runs it beside the tests."""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import threading
import time
from typing import Any

from aiohttp import web

from tests.telegram.standin.errors import ApiError, Json
from tests.telegram.standin.methods import Methods
from tests.telegram.standin.people import People
from tests.telegram.standin.state import State

DESCRIPTIONS = {500: "Internal Server Error", 401: "Unauthorized", 403: "Forbidden: injected"}


class Server:
    """Routes requests of bots and of tests to what they are about."""

    def __init__(self, state: State) -> None:
        self._state, self._methods, self._people = state, Methods(state), People(state)

    def app(self) -> web.Application:
        app = web.Application(client_max_size=60_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self.bot)
        app.router.add_get("/file/bot{token}/{path:.*}", self.file)
        app.router.add_post("/sim/{deed}", self.sim)
        app.router.add_get("/seen/{what}", self.seen)
        return app

    # --- the bot's side ------------------------------------------------------------------------

    async def bot(self, request: web.Request) -> web.StreamResponse:
        method, given = request.match_info["method"], await _parameters(request)
        call: Json = {
            "number": next(self._state.sequence),
            "at": time.time(),
            "method": method,
            "given": given,
        }
        self._state.calls.append(call)
        try:
            self._check_token(request.match_info["token"])
            faulty = await self._fault(method, given, request, call)
            if faulty is not None:
                return faulty
            result = await self._methods.call(method, given)
        except ApiError as error:
            call["status"] = error.code
            call["description"] = error.description
            return web.json_response(error.body, status=error.code)
        call["status"] = 200
        return web.json_response({"ok": True, "result": result})

    def _check_token(self, token: str) -> None:
        if not re.fullmatch(r"\d+:[\w-]+", token):
            raise ApiError(404, "Not Found")
        if self._state.token and token != self._state.token:
            raise ApiError(401, "Unauthorized")

    async def _fault(
        self, method: str, given: Json, request: web.Request, call: Json
    ) -> web.StreamResponse | None:
        """What an injected fault answers instead; None where there is none for this call."""
        fault = self._due(method, given)
        if fault is None:
            return None
        if fault.get("delay"):
            await asyncio.sleep(fault["delay"])
        if fault.get("after"):  # it is done, and only the answer gets lost
            await self._methods.call(method, given)
        call["status"] = fault.get("kind") or fault.get("code")
        if fault.get("kind") == "reset":
            assert request.transport
            request.transport.abort()
            return web.Response()
        if fault.get("kind") == "html":
            page = "<html>502 Bad Gateway</html>"
            return web.Response(status=502, text=page, content_type="text/html")
        if fault.get("code") == 429:
            seconds = fault["retry_after"]
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        if fault.get("code"):
            code = int(fault["code"])
            said = fault.get("description") or DESCRIPTIONS.get(code, "Bad Request: injected")
            raise ApiError(code, said)
        return None

    def _due(self, method: str, given: Json) -> Json | None:
        for fault in self._state.faults:
            told = fault.get("contains")
            if fault["method"] in ("*", method.lower()) and (
                not told or told in json.dumps(given, ensure_ascii=False)
            ):
                fault["times"] -= 1
                if fault["times"] <= 0:
                    self._state.faults.remove(fault)
                return fault
        return None

    async def file(self, request: web.Request) -> web.Response:
        file = self._state.files.get(request.match_info["path"].split("/")[-1])
        if file is None:
            return web.json_response({"ok": False, "error_code": 404}, status=404)
        return web.Response(body=file["data"])

    # --- the tests' side -----------------------------------------------------------------------

    async def sim(self, request: web.Request) -> web.Response:
        given = await request.json() if request.can_read_body else {}
        try:
            return web.json_response(self._people.act(request.match_info["deed"], given))
        except ApiError as error:
            return web.json_response({"error": error.description}, status=400)

    async def seen(self, request: web.Request) -> web.Response:
        state, what = self._state, request.match_info["what"]
        if what == "chat":
            chat = state.chats.get(int(request.query["id"]), {"messages": {}})
            return web.json_response(list(chat["messages"].values()))
        views: dict[str, Any] = {
            "calls": [c for c in state.calls if c["number"] > int(request.query.get("since", 0))],
            "presses": state.presses,
            "inline": state.inline,
            "commands": state.commands,
            "left": state.left,
            "webhook": state.webhook,
            "waiting": len(state.updates),
            "faults": len(state.faults),
        }
        return web.json_response(views[what])


async def _parameters(request: web.Request) -> Json:
    given: Json = dict(request.query)
    if request.content_type == "application/json" and request.can_read_body:
        given.update(await request.json())
    elif request.can_read_body:
        given.update({key: str(value) for key, value in (await request.post()).items()})
    return given


class Running:
    """The stand-in in a thread of its own, on a free port."""

    def __init__(self, state: State, port: int = 0) -> None:
        self._state, self._port = state, port
        self._started = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="stand-in", daemon=True)
        self._thread.start()
        self._started.wait(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._runner = web.AppRunner(
            Server(self._state).app(), access_log=None, shutdown_timeout=0.2
        )
        self._loop.run_until_complete(self._begin())
        self._started.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._runner.cleanup())
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    async def _begin(self) -> None:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self.root = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    def wait(self) -> None:
        """Run until the process is ended."""
        self._thread.join()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)


def main() -> None:
    """Run the stand-in by hand, to try a bot without Telegram."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--token", help="the only token taken; any where it is not given")
    parser.add_argument("--no-privacy", action="store_true", help="the bot sees all of a group")
    given = parser.parse_args()
    running = Running(State(given.token, privacy=not given.no_privacy), given.port)
    running.wait()


if __name__ == "__main__":
    main()
