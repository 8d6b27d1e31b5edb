using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Entities;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Postgres.Tests.Exclusions;

/// <summary>Constraints against overlapping periods, on a server.</summary>
public sealed class ExclusionTests(TestServer server) : MigratedDatabaseTest(server)
{
    private static readonly Action<ModelBuilder> Bookings = model => Shop.Bookings(model);

    private static readonly Action<ModelBuilder> Hostile = model => Shop.Bookings(model).ToTable("It's \"booked\"")
        .HasNoOverlaps("Ex's \"100%\"", x => new { x.TenantId, x.Room, x.Id }, x => x.StartsAt, x => x.EndsAt)
        .Property(x => x.Room).HasColumnName("The \"Room\"");

    [Theory]
    [InlineData(1, "a", "2026-01-01", "2026-02-01", false)] // the same
    [InlineData(1, "a", "2025-01-01", "2026-01-02", false)] // reaches into it
    [InlineData(1, "a", "2025-01-01", null, false)] // goes on
    [InlineData(1, "a", "2025-01-01", "2026-01-01", true)] // ends where it begins
    [InlineData(1, "a", "2026-02-01", null, true)] // begins where it ends
    [InlineData(1, "a", "2026-01-15", "2026-01-15", true)] // holds no moment
    [InlineData(1, "b", "2026-01-01", "2026-02-01", true)] // another room
    [InlineData(2, "a", "2026-01-01", "2026-02-01", true)] // another tenant
    public async Task A_period_that_overlaps_another_is_refused(int tenant, string room, string from, string? to, bool isAllowed)
    {
        await MigrateAsync(null, Bookings);
        await BookAsync(1, "a", "2026-01-01", "2026-02-01");
        if (isAllowed)
        {
            await BookAsync(tenant, room, from, to);
            return;
        }

        var error = await Assert.ThrowsAsync<PostgresException>(() => BookAsync(tenant, room, from, to));
        Assert.Equal((PostgresErrorCodes.ExclusionViolation, "ex_bookings"), (error.SqlState, error.ConstraintName));
    }

    [Fact]
    public async Task Whatever_their_names_constraints_are_made_and_taken_back()
    {
        await MigrateAsync(null, Hostile);
        Assert.Equal(["Ex's \"100%\"", "ex_bookings"], await ConstraintsAsync());
        await MigrateAsync(Hostile, Hostile.And(model =>
        {
            foreach (var name in model.Entity<Booking>().Metadata.GetExclusions().Keys)
                model.Entity<Booking>().Metadata.RemoveAnnotation($"PostgresFeatures:Exclusion:{name}");
        }));
        Assert.Empty(await ConstraintsAsync());
    }

    [Fact]
    public async Task Who_may_not_install_the_extension_gets_the_table_without_the_constraint_and_the_next_one_adds_it()
    {
        var role = $"owner_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE ROLE {role}; GRANT CREATE, USAGE ON SCHEMA public TO {role};");
        try
        {
            var notices = new List<PostgresNotice>();
            await using var connection = await DataSource.OpenConnectionAsync();
            connection.Notice += (_, e) => notices.Add(e.Notice);
            foreach (var statement in MigrationSql.ListStatements(null, Bookings).Prepend($"SET ROLE {role}"))
                await RunAsync(connection, statement);

            Assert.Empty(await ConstraintsAsync());
            var notice = Assert.Single(notices);
            Assert.StartsWith("bookings is without the constraint ex_bookings", notice.MessageText, StringComparison.Ordinal);
            Assert.Contains("CREATE EXTENSION btree_gist", notice.Hint, StringComparison.Ordinal);

            await ExecuteAsync("CREATE EXTENSION btree_gist");
            var addition = MigrationSql.ListStatements(null, Bookings).Single(sql => sql.Contains("ex_bookings", StringComparison.Ordinal));
            await RunAsync(connection, addition);
            await RunAsync(connection, addition); // finds nothing to do

            Assert.Equal(["ex_bookings"], await ConstraintsAsync());
        }
        finally
        {
            await ExecuteAsync($"DROP OWNED BY {role} CASCADE; DROP ROLE {role}");
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private Task<List<string>> ConstraintsAsync() =>
        ColumnAsync("SELECT conname::text FROM pg_constraint WHERE contype = 'x' ORDER BY conname COLLATE \"C\"");

    private Task BookAsync(int tenant, string room, string from, string? to) => ExecuteAsync(
        "INSERT INTO bookings (tenant_id, id, room, starts_at, ends_at) VALUES " +
        $"('{Tenant(tenant)}', gen_random_uuid(), '{room}', '{from}', {(to is null ? "NULL" : $"'{to}'")})");

    private static string Tenant(int number) => $"00000000-0000-0000-0000-{number:000000000000}";
}
