package io.userservice.deploy.choice;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.logs.RetentionDays;

/** Whether what is deployed is to be kept. Both can be in one account and region: all that has a name has the stage in it. */
public enum Stage {
    /** Nothing that holds data can be deleted by a mistake, and what a deleted stack leaves behind can be looked at. */
    PRODUCTION("UserService", "user-service", true, RetentionDays.THREE_MONTHS, 90, 14),
    /** All of it goes when its stacks are deleted. */
    TEST("UserServiceTest", "user-service-test", false, RetentionDays.ONE_WEEK, 7, 1);

    private final String prefix;
    private final String resource;
    private final boolean kept;
    private final RetentionDays logs;
    private final int logDays;
    private final int backupDays;

    Stage(String prefix, String resource, boolean kept, RetentionDays logs, int logDays, int backupDays) {
        this.prefix = prefix;
        this.resource = resource;
        this.kept = kept;
        this.logs = logs;
        this.logDays = logDays;
        this.backupDays = backupDays;
    }

    /** The name of a stack, and the namespace of the service's metrics, without a name of its own. */
    public String prefix() {
        return prefix;
    }

    /** What the names of resources begin with. */
    public String resource() {
        return resource;
    }

    /** Whether AWS refuses to delete what holds data. */
    public boolean kept() {
        return kept;
    }

    /** How long every log is kept. */
    public RetentionDays logs() {
        return logs;
    }

    /** The same for what lies in a bucket. */
    public Duration logTime() {
        return Duration.days(logDays);
    }

    public Duration backupTime() {
        return Duration.days(backupDays);
    }

    /** What becomes of the database when its stack is deleted. */
    public RemovalPolicy ofData() {
        return kept ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY;
    }

    /** What becomes of keys, images and logs then. What was made by a deployment that failed goes in either stage. */
    public RemovalPolicy ofRest() {
        return kept ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
    }
}
