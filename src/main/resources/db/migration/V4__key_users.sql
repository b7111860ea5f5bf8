-- What an address and a name are compared by: folded by the service (UserRules.key), so that neither the locale of a database
-- nor a version of its operating system decides who is the same. "keyed_at" equals "updated_at" where the service did it.
-- Nothing here reads the table, and a table that somebody keeps locked is no reason to keep all writers waiting behind this.
set local lock_timeout = '5s';

alter table users
    add column email_key text collate "C",
    add column name_key text collate "C",
    add column keyed_at timestamptz(6);

-- While versions of the service from before this migration still write. Their ASCII addresses get the right keys, the others
-- ones that tell upper case from lower, until UserKeys makes them anew at the next start. Costs the others nothing.
create function users_key_unkeyed() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' or new.email is distinct from old.email or new.email_key is null then
        new.email_key := lower(new.email collate "C");
    end if;
    if tg_op = 'INSERT' or new.name is distinct from old.name or new.name_key is null then
        new.name_key := lower(new.name collate "C");
    end if;
    -- All of it is ASCII: these are the keys that the service would make.
    if (new.email || coalesce(new.name, '')) collate "C" ~ '^[\u0001-\u007f]*$' then
        new.keyed_at := new.updated_at;
    end if;
    return new;
end
$$;

create trigger users_key_unkeyed before insert or update on users
    for each row when (new.keyed_at is distinct from new.updated_at)
    execute function users_key_unkeyed();
