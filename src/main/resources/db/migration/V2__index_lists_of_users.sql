-- Lists are sorted and searched in the collation "C": it is the same everywhere, where that of an operating system may change
-- with its version and leave an index broken, and it lets an index find what begins with a text.
drop index users_email;
create unique index users_email on users (lower(email) collate "C");
create index users_name on users (lower(name) collate "C");
create index users_created_at on users (created_at, id);
