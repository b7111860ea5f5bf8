create table users (
    id uuid primary key,
    version integer not null,
    email varchar(254) not null,
    name varchar(200),
    created_at timestamptz(6) not null,
    updated_at timestamptz(6) not null
);

-- An e-mail address is taken whatever its case; it is kept as it was given.
create unique index users_email on users (lower(email));
