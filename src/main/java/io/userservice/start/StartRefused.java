package io.userservice.start;

/**
 * An event: the start ends, because of these settings.
 *
 * @param reason what to write instead
 */
public record StartRefused(String reason) {}
