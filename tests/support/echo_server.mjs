// @ts-nocheck -- ws comes without types
// Echoes with ws, whose module is named in the first argument; prints its port.
import process from "node:process";

const { WebSocketServer } = await import(process.argv[2]);
const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
server.on("connection", (socket) => {
  socket.on("message", (content, binary) => socket.send(content, { binary }));
});
server.on("listening", () => console.log(server.address().port));
