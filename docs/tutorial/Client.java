import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

public class Client {
    public static void main(String[] args) throws InterruptedException {
        URI url = URI.create(args.length > 0 ? args[0] : "ws://127.0.0.1:8765");
        CountDownLatch end = new CountDownLatch(1);

        WebSocket.Listener listener = new WebSocket.Listener() {
            @Override
            public void onOpen(WebSocket socket) {
                System.out.println("Conectado");
                socket.sendText("hola", true);
                socket.request(1);
            }

            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                System.out.println("Recibido: " + data);
                socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
                socket.request(1);
                return null;
            }

            @Override
            public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                System.out.println("Cerrado: " + code);
                end.countDown();
                return null;
            }

            @Override
            public void onError(WebSocket socket, Throwable error) {
                System.out.println("Error: " + error.getMessage());
                end.countDown();
            }
        };

        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(url, listener).join();
        end.await();
    }
}
