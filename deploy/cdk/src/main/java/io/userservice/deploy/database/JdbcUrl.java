package io.userservice.deploy.database;

/** The URL of a server, in which its name is verified; whose authority that is depends on the way there. */
public final class JdbcUrl {

    private JdbcUrl() {}

    /** Of a server that is spoken to directly: its certificate comes from RDS' own authority, as does its name. */
    public static String direct(String host) {
        return url(host) + "&sslrootcert=/opt/rds/global-bundle.pem";
    }

    /** Of a proxy, whose certificate comes from Amazon's public authority, which Java trusts. */
    public static String proxied(String host) {
        return url(host) + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory";
    }

    private static String url(String host) {
        return "jdbc:postgresql://%s:%d/%s?sslmode=verify-full".formatted(host, Database.PORT, Database.NAME);
    }
}
