// @ts-nocheck -- runs in Node; ws, whose module is named in the second argument, has no types
import process from "node:process";

const [port, module] = process.argv.slice(2);
const { WebSocketServer } = await import(module);
const server = new WebSocketServer({ host: "127.0.0.1", port: Number(port) });
server.on("connection", (socket) => {
  socket.on("message", (content, isBinary) => {
    socket.send(isBinary ? content : "echo: " + content, { binary: isBinary });
  });
});
