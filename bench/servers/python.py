import asyncio
import os

import websockets


async def echo(connection):
    async for message in connection:
        await connection.send("echo: " + message if isinstance(message, str) else message)


async def main():
    async with websockets.serve(echo, "127.0.0.1", int(os.environ["PORT"])):
        await asyncio.Future()


asyncio.run(main())
