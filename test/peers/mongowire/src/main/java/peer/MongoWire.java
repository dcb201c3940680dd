// Serves MongoDB's wire protocol from memory: arguments are the port and, optionally, the version it claims.
package peer;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.Arrays;
import java.util.List;

public final class MongoWire {
    /** Version 7.0's wire version: the oldest that all current drivers accept without complaint. */
    private static final int WIRE_VERSION = 21;

    private record Version(List<Integer> numbers) implements MongoVersion {
        @Override
        public List<Integer> getVersionArray() {
            return numbers;
        }

        @Override
        public int getWireVersion() {
            return WIRE_VERSION;
        }
    }

    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        String version = args.length > 1 ? args[1] : "7.0.0";
        List<Integer> numbers = Arrays.stream(version.split("\\.")).map(Integer::valueOf).toList();
        MongoServer server = new MongoServer(new MemoryBackend().version(new Version(numbers)));
        server.bind("127.0.0.1", port);
        System.out.println("ready on " + server.getLocalAddress());
    }
}
