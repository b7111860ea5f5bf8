package io.userservice.team;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.userservice.call.PositionedSelect;
import io.userservice.call.PositionedWrite;
import io.userservice.call.Sql;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** The teams in the database: entities by Panache, and what is to cost one round trip by statements. */
@Singleton
public class TeamRepository implements PanacheRepositoryBase<Team, UUID> {

    /** What a list shows. */
    public record Row(UUID id, String name) {
        static Row of(ResultSet row) throws SQLException {
            return new Row(row.getObject("id", UUID.class), row.getString("name"));
        }
    }

    private final PositionedSelect reads;
    private final PositionedWrite writes;

    TeamRepository(PositionedSelect reads, PositionedWrite writes) {
        this.reads = reads;
        this.writes = writes;
    }

    /** Those whose name comes after that one, one more than there is room for. */
    List<Row> after(String name, int limit) {
        return reads.list(
                new Sql("select id, name from teams where name > ? order by name limit ?", List.of(name, limit + 1)),
                Row::of);
    }

    /** Deletes it at once; whether it was there. */
    boolean deleteNow(UUID id) {
        return !writes.run(new Sql("delete from teams where id = ? returning id, name", List.of(id)), Row::of)
                .isEmpty();
    }
}
