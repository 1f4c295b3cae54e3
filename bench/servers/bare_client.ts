// The least that Deno needs to connect, exchange one message and close.
const socket = new WebSocket(Deno.args[0]);
socket.onopen = () => socket.send("hola");
socket.onmessage = () => socket.close();
