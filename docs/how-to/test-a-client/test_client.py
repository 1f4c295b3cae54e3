import asyncio, json, urllib.request
from websockets import connect

ports = json.load(open("ports.json"))

async def eco(method, path, body=None):
    request = urllib.request.Request(f"http://127.0.0.1:{ports['controlPort']}{path}",
        json.dumps(body).encode(), {"Content-Type": "application/json"}, method=method)
    return json.load(await asyncio.to_thread(urllib.request.urlopen, request))

async def client():
    async for socket in connect(f"ws://127.0.0.1:{ports['port']}/?name=python&record=10"):
        await socket.send("subscribe")
        await socket.wait_closed()

async def main():
    running = asyncio.create_task(client())
    first = await eco("GET", "/connections/python/messages?wait=1")
    await eco("POST", "/connections/python", {"close": {"code": 1012, "reason": "deploy"}})
    second = await eco("GET", "/connections/python/messages?wait=1&timeout=30s")
    assert second["id"] > first["id"] and second["messages"] == [{"text": "subscribe"}]
    running.cancel()

asyncio.run(main())
