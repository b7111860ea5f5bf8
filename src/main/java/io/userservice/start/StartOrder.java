package io.userservice.start;

/**
 * The order in which {@code StartupEvent} is observed, the lowest first: each is a {@code @Priority}. Without one, it is after
 * all of these. A start that is refused has done nothing to a database: nothing comes before {@link #JUDGE}, and what asks a
 * server comes after it.
 */
public final class StartOrder {

    /** Every setting is judged; a refused one ends the start. */
    public static final int JUDGE = 0;

    /** What has to be there before there are servers to tell of, such as their metrics. */
    public static final int PREPARE = 10;

    /** Each configured server is asked what it is. */
    public static final int ASK = 20;

    /** Further replicas are found, and asked. */
    public static final int FIND = 30;

    /** The servers are told of. */
    public static final int TELL = 40;

    /** The schema is migrated: the first thing that is written. */
    public static final int MIGRATE = 50;

    private StartOrder() {}
}
