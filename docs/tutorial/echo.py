import asyncio
import sys

import websockets

PREFIX = "echo: "
PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 8765


async def converse(connection):
    async for message in connection:
        reply = PREFIX + message if isinstance(message, str) else message
        await connection.send(reply)


async def main():
    async with websockets.serve(converse, "127.0.0.1", PORT):
        print(f"Listening on ws://127.0.0.1:{PORT}/", flush=True)
        await asyncio.Future()


asyncio.run(main())
