import asyncio
import sys

import websockets

URL = sys.argv[1] if len(sys.argv) > 1 else "ws://127.0.0.1:8765"


async def main():
    async with websockets.connect(URL) as connection:
        print("Conectado")
        for message in ["hola", "adiós"]:
            await connection.send(message)
            print("Enviado:", message)
            print("Recibido:", await connection.recv())
    print("Cerrado:", connection.close_code)


asyncio.run(main())
