// A pooled client that does as it is told, line by line, and says what its pool says.
//
//   borrow N       N threads borrow a connection each and keep it
//   use            a query on every connection that is kept
//   return         all kept connections go back
//
// Every command is answered by a line "done". The pool's own lines come from its logger.

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

public class PoolClient {
    public static void main(String[] args) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setPoolName("HikariPool-1");
        config.setJdbcUrl(args[0]);
        config.setUsername(args[1]);
        config.setMaximumPoolSize(Integer.parseInt(args[2]));
        config.setConnectionTimeout(Long.parseLong(args[3]));
        List<Connection> kept = Collections.synchronizedList(new ArrayList<>());
        try (HikariDataSource pool = new HikariDataSource(config)) {
            System.out.println("done");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.trim().split(" ");
                switch (words[0]) {
                    case "borrow": borrow(pool, kept, Integer.parseInt(words[1])); break;
                    case "use": use(kept); break;
                    case "return": giveBack(kept); break;
                    default: return;
                }
                System.out.println("done");
            }
        }
    }

    static void borrow(HikariDataSource pool, List<Connection> kept, int threads)
            throws InterruptedException {
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                try {
                    kept.add(pool.getConnection());
                } catch (SQLException e) {
                    say(e);
                }
            });
            thread.start();
            all.add(thread);
        }
        for (Thread thread : all) {
            thread.join();
        }
    }

    static void use(List<Connection> kept) {
        for (Connection connection : kept) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1");
            } catch (SQLException e) {
                say(e);
            }
        }
    }

    static void giveBack(List<Connection> kept) throws SQLException {
        for (Connection connection : kept) {
            connection.close();
        }
        kept.clear();
    }

    // The chain of causes in one line, as logs show it, and the SQLSTATE.
    static synchronized void say(Throwable thrown) {
        StringBuilder text = new StringBuilder("ERROR ");
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            text.append(t == thrown ? "" : " Caused by: ").append(t);
        }
        if (thrown instanceof SQLException) {
            text.append(" [").append(((SQLException) thrown).getSQLState()).append("]");
        }
        System.out.println(text);
    }
}
