package io.userservice.replication;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.userservice.setting.Count;
import io.userservice.setting.Time;
import java.time.Duration;

/** How servers are watched, and when one is left out. */
@ConfigMapping(prefix = "user-service.replication")
public interface ReplicationConfig {

    /** How often each server is asked for its role and position, give or take a tenth. Zero: only when a read needs it. */
    @WithDefault("250ms")
    @WithConverter(Time.class)
    Duration probeInterval();

    /** How old knowledge may get before a read refreshes it first: an instance may have been frozen (AWS Lambda). */
    @WithDefault("2s")
    @WithConverter(Time.Positive.class)
    Duration maxAge();

    /** How long a probe may take to connect. */
    @WithDefault("1s")
    @WithConverter(Time.Positive.class)
    Duration probeConnectTimeout();

    /** How long a server may take to answer a probe. */
    @WithDefault("100ms")
    @WithConverter(Time.Positive.class)
    Duration probeTimeout();

    /** A replica is late when it is more than this behind in time, whatever that is in bytes. */
    @WithDefault("10s")
    @WithConverter(Time.class)
    Duration maxLag();

    /** A replica that is more WAL than this behind is late too, whatever the time: it is not worth knowing then. */
    @WithDefault("1G")
    MemorySize maxLagBytes();

    /** How many probes in a row must fail before a server is banned. */
    @WithDefault("3")
    @WithConverter(Count.class)
    int failures();

    /** How long a first ban lasts; each ban soon after another lasts twice as long. One good probe ends a ban. */
    @WithDefault("5s")
    @WithConverter(Time.Positive.class)
    Duration ban();

    /** The longest ban. */
    @WithDefault("60s")
    @WithConverter(Time.Positive.class)
    Duration maxBan();

    /** How long the share of reads of a returning replica grows until it is full. */
    @WithDefault("30s")
    @WithConverter(Time.class)
    Duration recovery();
}
