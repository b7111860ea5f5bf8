-- What requests with an Idempotency-Key were answered, until they expire.
create table first_answers (
    caller varchar(255) not null,
    key varchar(255) not null,
    fingerprint bytea not null,
    answer text not null,
    expires_at timestamptz(6) not null,
    primary key (caller, key)
);

create index first_answers_expires_at on first_answers (expires_at);
