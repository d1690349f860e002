package io.zenquery.sync.outbox;

import java.util.List;

/**
 * What the head of a database says it is. The version stands there twice, as {@code user_version} and in {@code application_id}, so
 * that damage to one of them is not taken for a version of the future.
 */
enum SqliteFormat {
    /** Nothing is in it yet. */
    NEW,
    /** An outbox as this version writes it. */
    CURRENT,
    /** An outbox of a later version. */
    NEWER,
    /** Some other application's database. */
    FOREIGN,
    /** An outbox, but its head contradicts itself. */
    DAMAGED;

    static final int VERSION = 1;

    /** "ZQO" and the version. */
    static final int APPLICATION_ID = 0x5A514F00 | VERSION;

    private static final int VERSION_BITS = 0xFF;

    /**
     * @param schema how the tables and indices were declared
     */
    static SqliteFormat of(int applicationId, int userVersion, List<String> schema) {
        if (applicationId == 0 && userVersion == 0 && schema.isEmpty()) {
            return NEW;
        }
        boolean named = (applicationId | VERSION_BITS) == (APPLICATION_ID | VERSION_BITS);
        boolean declared = schema.contains(SqliteRecords.TABLE);
        if (!named && !declared) {
            return FOREIGN;
        }
        if (!named || (applicationId & VERSION_BITS) != userVersion || userVersion == 0) {
            return DAMAGED;
        }
        if (userVersion > VERSION) {
            return NEWER;
        }
        return schema.equals(List.of(SqliteRecords.TABLE)) ? CURRENT : DAMAGED;
    }
}
