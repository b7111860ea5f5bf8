package io.userservice.call;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadStatementTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1",
                "  SELECT * from users where name = 'update users; delete'",
                "select u1_0.id from users u1_0 where u1_0.email=?",
                "/* HQL: from User */ select 1",
                "-- delete\nselect 1",
                "(select 1) union (select 2)",
                "with a as (select 1) select * from a",
                "with recursive a as (select 1 union select 2) select * from a",
                "with a as materialized (select 'x') select * from a",
                "select \"update\" from \"insert into\"",
                "select $$ ; delete from users $$",
                "select $tag$ into $$ $tag$",
                "select E'it\\'s ; delete'",
                "select 'it''s ; delete from users'",
                "select 1;",
                "values (1), (2)",
                "table users",
                "show server_version",
                "select updated_at, deleted from users order by updated_at"
            })
    void reads(String sql) {
        assertTrue(ReadStatement.is(sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "insert into users values (1)",
                "UPDATE users set name = 'select'",
                "delete from users",
                "merge into users using x on true when matched then delete",
                "truncate users",
                "create table select_me (a int)",
                "with a as (update users set name = 'x' returning id) select * from a",
                "with a as (\n  DELETE from users returning id) select * from a",
                "with a as materialized (insert into users values (1) returning id) select * from a",
                "with a as (select 1) update users set name = 'x'",
                "with a as (select 1)\ninsert into users select * from a",
                "with a as (/* c */ update users set name = 'x' returning 1) select 1",
                "select 1; delete from users",
                "select 'a'; update users set name = 'x'",
                "select * into copies from users",
                "call forget_everything()",
                "{call forget_everything()}",
                "do $$ begin delete from users; end $$",
                "explain analyze delete from users",
                "copy users from stdin",
                "set transaction read write",
                "lock table users",
                "/* select 1 */ delete from users",
                "select 'a\\'; delete from users; --'"
            })
    void writes(String sql) {
        assertFalse(ReadStatement.is(sql));
    }
}
