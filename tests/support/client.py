"""Sends a text and a binary message with the library that the classroom exercise used."""

import asyncio
import sys

import websockets


async def main():
    async with websockets.connect(sys.argv[1]) as connection:
        await connection.send("hola")
        print(await connection.recv())
        await connection.send(b"\x00\xff")
        print(await connection.recv())


asyncio.run(main())
