import asyncio
import os

import websockets


async def echo(connection):
    async for message in connection:
        await connection.send("echo: " + message if isinstance(message, str) else message)


async def main():
    async with websockets.serve(echo, "127.0.0.1", int(os.environ["PORT"])) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


asyncio.run(main())
