package io.userservice.consistency;

import io.userservice.replication.WalPosition;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A {@link WalPosition} as clients carry it, opaque to them: a version, the timeline and the LSN, as base64url (RFC 4648,
 * section 5). It holds no secret and grants nothing. Pure.
 */
final class ConsistencyToken {

    private static final byte VERSION = 1;
    private static final int BYTES = 1 + Integer.BYTES + Long.BYTES;

    private ConsistencyToken() {}

    static String encode(WalPosition position) {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putInt(position.timeline())
                .putLong(position.lsn())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Reads {@link #encode}; {@link IllegalArgumentException} for anything else. */
    static WalPosition decode(String token) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
        if (bytes.remaining() != BYTES || bytes.get() != VERSION) {
            throw new IllegalArgumentException("not a token of this version");
        }
        WalPosition position = new WalPosition(bytes.getInt(), bytes.getLong());
        if (position.timeline() <= 0 || position.lsn() < 0 || !encode(position).equals(token)) {
            throw new IllegalArgumentException("not a position");
        }
        return position;
    }
}
