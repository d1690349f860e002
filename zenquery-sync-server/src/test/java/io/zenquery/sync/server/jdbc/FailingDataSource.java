package io.zenquery.sync.server.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Makes a database fail at a chosen call. A call that fails has not reached the database, but for each second commit, of which only the
 * answer is lost.
 */
final class FailingDataSource {
    private static final Set<String> CALLS =
            Set.of("getConnection", "executeQuery", "executeUpdate", "executeBatch", "execute", "commit");

    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private final DataSource proxy;
    private boolean lostAnswer;

    FailingDataSource(DataSource inner) {
        this.proxy = wrap(DataSource.class, inner);
    }

    DataSource dataSource() {
        return proxy;
    }

    /** The call of that number fails, from 1, and all after it. */
    void failAt(int call) {
        left.set(call);
    }

    void heal() {
        left.set(Integer.MAX_VALUE);
    }

    private <T> T wrap(Class<T> type, Object inner) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> call(inner, method, arguments)));
    }

    private Object call(Object inner, Method method, Object[] arguments) throws Throwable {
        if (CALLS.contains(method.getName()) && left.get() != Integer.MAX_VALUE && left.decrementAndGet() <= 0) {
            if (method.getName().equals("commit")) {
                lostAnswer = !lostAnswer;
                if (lostAnswer) {
                    method.invoke(inner, arguments);
                }
            }
            throw new SQLException("planted: the database is gone at " + method.getName(), "08006");
        }
        Object result;
        try {
            result = method.invoke(inner, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
        if (result instanceof PreparedStatement) {
            return wrap(PreparedStatement.class, result);
        }
        if (result instanceof Statement) {
            return wrap(Statement.class, result);
        }
        return result instanceof Connection ? wrap(Connection.class, result) : result;
    }
}
