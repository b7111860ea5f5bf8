package io.userservice.replication.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7,              10.0.0.7:5432,         replica-10.0.0.7",
        "10.0.0.7:5433,         10.0.0.7:5433,         replica-10.0.0.7:5433",
        "db.example.com,        db.example.com:5432,   replica-db.example.com",
        "[2001:db8::7],         [2001:db8::7]:5432,    replica-[2001:db8::7]",
        "[2001:db8::7]:5433,    [2001:db8::7]:5433,    replica-[2001:db8::7]:5433",
        // no slot's name
        "1,                     1:5432,                replica-1:5432",
        "9,                     9:5432,                replica-9",
    })
    void hasAPortAndAName(String written, String inUrl, String server) {
        Address address = Address.of(written);
        assertEquals(inUrl, address.toString());
        assertEquals(server, address.server());
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db/users,                                   jdbc:postgresql://10.0.0.7:5432/users",
        "'jdbc:postgresql://a:1,b:2/users?targetServerType=primary',   jdbc:postgresql://10.0.0.7:5432/users",
        "jdbc:postgresql://db/users?targetServerType=primary&ssl=true, jdbc:postgresql://10.0.0.7:5432/users?ssl=true",
        "jdbc:postgresql://db/users?ssl=true&hostRecheckSeconds=5,     jdbc:postgresql://10.0.0.7:5432/users?ssl=true",
        "jdbc:postgresql://db?sslmode=verify-ca,                       jdbc:postgresql://10.0.0.7:5432?sslmode=verify-ca",
    })
    void takesThePrimarysPlaceInItsUrl(String ofPrimary, String ofReplica) {
        assertEquals(ofReplica, ReplicaPool.url(ofPrimary, Address.of("10.0.0.7")));
    }

    @Test
    void ofAuroraInstancesIsBesideTheClusters() {
        assertEquals(
                "?.abc123.eu-central-1.rds.amazonaws.com",
                Directories.ofInstances("users.cluster-abc123.eu-central-1.rds.amazonaws.com"));
        assertEquals(
                "?.abc123.eu-central-1.rds.amazonaws.com:5433",
                Directories.ofInstances("users.cluster-abc123.eu-central-1.rds.amazonaws.com:5433"));
        assertEquals(null, Directories.ofInstances("db.example.com"));
        assertEquals(null, Directories.ofInstances("users-1.abc123.eu-central-1.rds.amazonaws.com"));
    }
}
