// @ts-nocheck -- the argument is the module of ws, whose types are not known
import process from "node:process";

const { WebSocketServer } = await import(process.argv[2]);
const server = new WebSocketServer({ host: "127.0.0.1", port: process.env.PORT });
server.on("connection", (socket) => {
  socket.on("message", (data, binary) => socket.send(binary ? data : "echo: " + data, { binary }));
});
server.on("listening", () => console.log(server.address().port));
