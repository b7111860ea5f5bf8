-- Of a feature that only tests have.
create table teams (
    id uuid primary key,
    version int not null,
    name varchar(200) not null
);
