import asyncio
import sys

import websockets

PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 8765


async def converse(connection):
    peer = f"port {connection.remote_address[1]}"
    print(peer, "open", flush=True)
    async for message in connection:
        print(peer, "sends", message, flush=True)
        await connection.send("echo: " + message if isinstance(message, str) else message)
    print(peer, "closed", connection.close_code, flush=True)


async def main():
    async with websockets.serve(converse, "127.0.0.1", PORT):
        print(f"Listening on ws://127.0.0.1:{PORT}/", flush=True)
        await asyncio.Future()


asyncio.run(main())
