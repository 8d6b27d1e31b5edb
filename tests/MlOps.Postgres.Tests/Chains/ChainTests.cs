using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Entities;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Postgres.Tests.Chains;

/// <summary>Chains of hashes, on a server.</summary>
public sealed class ChainTests(TestServer server) : MigratedDatabaseTest(server)
{
    private const string Tenant = "00000000-0000-0000-0000-000000000001";
    private const string First = "00000000-0000-0000-0000-0000000000a1";
    private const string Second = "00000000-0000-0000-0000-0000000000a2";

    private static readonly Action<ModelBuilder> Bookings = model => Shop.ChainedBookings(model);

    private static readonly Action<ModelBuilder> Hostile = model =>
    {
        Shop.ChainedBookings(model).Property(x => x.Room).HasColumnName("The \"100%\" 'Room'");
        model.Entity<Booking>().ToTable("It's \"booked\"");
        model.HasChains("It's 100% \"linked\"", "It's a \"head\"", "verify_rooms").Entity<ChainLink>()
            .Property(x => x.Hash).HasColumnName("The %s \"hash\"");
    };

    [Fact]
    public async Task Each_row_holds_the_hash_of_the_one_before_it_and_each_room_has_its_own_chain()
    {
        await MigrateAsync(null, Bookings);
        await ExecuteAsync(Insert(First, "a"));
        await ExecuteAsync(Insert(Second, "a"));
        await ExecuteAsync(Insert("00000000-0000-0000-0000-0000000000a3", "b"));

        Assert.Equal(["a 2 ok", "b 1 ok"], await VerifyAsync());
        Assert.Equal(
            ["a 1 true", "a 2 false", "b 1 true"],
            await ColumnAsync("SELECT chain || ' ' || position || ' ' || (previous_hash = '')::text FROM links ORDER BY chain, position"));
        Assert.Equal(["0"], await ColumnAsync(
            "SELECT count(*)::text FROM links l JOIN links n ON n.chain = l.chain AND n.position = l.position + 1 " +
            "WHERE n.previous_hash <> l.hash"));
    }

    [Fact]
    public async Task Whatever_their_names_tables_and_columns_are_chained_and_verified()
    {
        await MigrateAsync(null, Hostile);
        await ExecuteAsync(
            $""""
            INSERT INTO "It's ""booked""" (tenant_id, id, "The ""100%"" 'Room'", starts_at) VALUES ('{Tenant}', '{First}', 'a', '2026-01-01')
            """");

        Assert.Equal(["a 1 ok"], await VerifyAsync());
        await MigrateAsync(Hostile, null);
    }

    [Fact]
    public async Task A_row_that_is_there_already_and_is_left_out_gets_no_link()
    {
        await MigrateAsync(null, Bookings);
        await ExecuteAsync(Insert(First, "a"));
        await ExecuteAsync(Insert(First, "a") + " ON CONFLICT DO NOTHING");
        await ExecuteAsync(Insert(Second, "a") + " ON CONFLICT DO NOTHING");

        Assert.Equal(["a 2 ok"], await VerifyAsync());
    }

    [Fact]
    public async Task The_settings_of_a_session_change_no_hash()
    {
        await MigrateAsync(null, Bookings);
        await ExecuteAsync(
            "SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'German'; SET extra_float_digits = -10; " + Insert(First, "a") + "; RESET ALL");

        Assert.Equal(["a 1 ok"], await VerifyAsync("SET TimeZone = 'America/New_York'; SET DateStyle = 'SQL'; "));
    }

    [Fact]
    public async Task A_column_that_is_renamed_or_hashed_from_now_on_leaves_the_old_hashes()
    {
        Action<ModelBuilder> less = model => Shop.ChainedBookings(model).IsChained(x => x.Room, x => new { x.Id, x.Room, x.StartsAt });
        Action<ModelBuilder> later = model => Shop.ChainedBookings(model).Property(x => x.Room).HasColumnName("hall");
        await MigrateAsync(null, less);
        await ExecuteAsync(Insert(First, "a"));
        await MigrateAsync(less, later);
        await ExecuteAsync(Insert(Second, "a").Replace("room", "hall", StringComparison.Ordinal));

        Assert.Equal(["a 2 ok"], await VerifyAsync());
        await ExecuteAsync($"UPDATE bookings SET ends_at = '2026-02-02' WHERE id = '{First}'");
        Assert.Equal(["a 2 row_changed 1"], await VerifyAsync());
    }

    [Fact]
    public async Task Who_may_insert_rows_has_no_other_way_to_the_links()
    {
        var role = $"clerk_{Guid.NewGuid():N}";
        await MigrateAsync(null, Bookings);
        await ExecuteAsync(
            $"CREATE ROLE {role}; GRANT INSERT, SELECT ON bookings TO {role}; GRANT SELECT ON links, heads TO {role}; " +
            $"GRANT CREATE ON SCHEMA public TO {role}");
        try
        {
            var asClerk = $"SET app.tenant_id = '{Tenant}'; SET ROLE {role}; ";
            await ExecuteAsync(asClerk + Insert(First, "a") + "; RESET ALL; RESET ROLE");
            Assert.Equal(["a 1 ok"], await VerifyAsync(asClerk));

            var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(asClerk + "DELETE FROM links"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
            refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(
                asClerk + "CREATE TEMP TABLE bookings (LIKE public.bookings); CREATE TEMP TABLE links (LIKE public.links); " +
                "CREATE TEMP TABLE heads (LIKE public.heads); CREATE TRIGGER link AFTER INSERT ON pg_temp.bookings " +
                "FOR EACH ROW EXECUTE FUNCTION ef_set_bookings_link(); " +
                Insert(Second, "a").Replace("INTO ", "INTO pg_temp.", StringComparison.Ordinal)));
            Assert.Contains("is not a table of", refused.MessageText, StringComparison.Ordinal);
            Assert.Equal(["a 1 ok"], await VerifyAsync());
        }
        finally
        {
            await ExecuteAsync($"RESET ALL; RESET ROLE; DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    private static string Insert(string id, string room) =>
        $"INSERT INTO bookings (tenant_id, id, room, starts_at) VALUES ('{Tenant}', '{id}', '{room}', '2026-01-01 12:00:00.123456+00')";

    private async Task<List<string>> VerifyAsync(string before = "")
    {
        await using var connection = await DataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(
            $"{before} SET app.tenant_id = '{Tenant}'; " +
            "SELECT concat_ws(' ', chain, length, coalesce(fault, 'ok'), fault_position) FROM verify_rooms()",
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> lines = [];
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));

        return lines;
    }
}
