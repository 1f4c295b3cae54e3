// @ts-nocheck -- the argument is the module of ws, whose types are not known
import process from "node:process";

const { WebSocketServer } = await import(process.argv[2]);
new WebSocketServer({ host: "127.0.0.1", port: process.env.PORT }).on("connection", (socket) => {
  socket.on("message", (data, binary) => socket.send(binary ? data : "echo: " + data, { binary }));
});
