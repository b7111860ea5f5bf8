package io.userservice.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuerySummaryTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT users         | select id, email from users where id = ?
            SELECT users         | (select u1_0.id from Users u1_0 for no key update)
            INSERT users         | insert into users (id, name) values (?, ?) returning *
            UPDATE users         | update users set name = given.name from (select cast(? as text) as name) given
            DELETE first_answers | delete from first_answers where id in (select id from first_answers for update)
            SELECT public.users  | SELECT count(*) FROM public.users
            WITH users           | with x as (select 1 from users) select * from x
            SELECT users         | select position - 1 from unnest(?) where exists (select from users where email_key = ?)
            SELECT               | select 'from ada'
            SELECT users         | select ''' from ada' from users
            SELECT               | select pg_current_wal_flush_lsn()
            UNKNOWN              | /* nothing */
            """)
    void itNamesTheOperationAndTheFirstTable(String summary, String sql) {
        assertEquals(summary, QuerySummary.of(sql).toString());
    }
}
