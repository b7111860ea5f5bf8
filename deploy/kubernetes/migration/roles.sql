do $do$
begin
    if not exists (select from pg_roles where rolname = 'userservice') then
        create role userservice login;
    end if;
    if not exists (select from pg_roles where rolname = 'userservice_reader') then
        -- Since PostgreSQL 16 who creates a role is a member of it. Were the owner a member of one that is in rds_iam, RDS
        -- would refuse its password: whoever creates the reader has to be gone afterwards.
        create role userservice_creator createrole;
        grant userservice_creator to current_user with set true;
        set local role userservice_creator;
        create role userservice_reader login;
        reset role;
        drop role userservice_creator;
    end if;
    -- Where RDS is, a member of this role logs in with a token of IAM, and with nothing else.
    if exists (select from pg_roles where rolname = 'rds_iam') then
        grant rds_iam to userservice_reader;
    end if;
end
$do$;
alter role userservice password '${SERVICE_PASSWORD}';
-- What connections set for themselves where no proxy is in between.
alter role userservice set statement_timeout = '10s';
alter role userservice set lock_timeout = '5s';
alter role userservice set idle_in_transaction_session_timeout = '30s';
grant pg_monitor to userservice, userservice_reader;
grant usage on schema public to userservice, userservice_reader;
grant select, insert, update, delete on all tables in schema public to userservice;
grant select on all tables in schema public to userservice_reader;
alter default privileges in schema public grant select, insert, update, delete on tables to userservice;
alter default privileges in schema public grant select on tables to userservice_reader;
