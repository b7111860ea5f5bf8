-- What requests with an Idempotency-Key were answered, until they expire.
create table first_answers (
    id varchar(64) primary key,
    request varchar(64) not null,
    answer text not null,
    expires_at timestamptz(6) not null
);

create index first_answers_expires_at on first_answers (expires_at);
