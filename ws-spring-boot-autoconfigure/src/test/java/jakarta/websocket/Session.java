package jakarta.websocket;

/**
 * Stands for the session of another library, which is imported by mistake.
 */
public interface Session {

}
