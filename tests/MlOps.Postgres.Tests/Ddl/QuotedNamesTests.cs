using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Entities;
using MlOps.Testing;

namespace MlOps.Postgres.Tests.Ddl;

/// <summary>Names that are hard on SQL, on a server.</summary>
public sealed class QuotedNamesTests(TestServer server) : MigratedDatabaseTest(server)
{
    private const string Grants =
        $"""
        SELECT oid::regclass || ' ' || privilege_type FROM pg_class, aclexplode(relacl)
        WHERE grantee = (SELECT oid FROM pg_roles WHERE rolname = 'It''s a "Reader" 100%s') ORDER BY 1
        """;

    [Fact]
    public async Task Tables_triggers_views_and_grants_are_made_and_taken_back_whatever_their_names()
    {
        Action<ModelBuilder> hostile = QuotingTests.Hostile;
        await MigrateAsync(null, hostile.And(model => model.HasSqlRole("shop_reader")));
        Assert.Equal(
            ["\"My Shop\".\"Client's 100%s\" SELECT", "\"My Shop\".\"M x\" SELECT", "\"My Shop\".\"Top Clients\" SELECT"],
            await ColumnAsync(Grants));
        Assert.Equal(["Set \"It\""], await ColumnAsync("SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal"));
        Assert.Equal(["1"], await ColumnAsync("SELECT \"Key\"::text FROM \"My Shop\".\"Top Clients\""));

        await MigrateAsync(hostile, null);
        Assert.Empty(await ColumnAsync("SELECT relname::text FROM pg_class WHERE relnamespace = '\"My Shop\"'::regnamespace"));
        Assert.Empty(await ColumnAsync("SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace"));
    }

    [Fact]
    public async Task Keys_and_rights_of_partitions_are_changed_whatever_their_names()
    {
        Action<ModelBuilder> sliced = QuotingTests.Sliced;
        var granted = sliced.And(QuotingTests.Granted).And(model => model.Entity<OrderLine>().HasOne<Order>().WithMany()
            .HasForeignKey(line => new { line.TenantId, line.OrderId }).OnDelete(DeleteBehavior.Restrict));
        await MigrateAsync(null, sliced);
        foreach (var table in (string[])["It's ours", "Li%nes' %s"])
            await ExecuteAsync(
                $"CREATE TABLE \"{table}_2026_01\" PARTITION OF \"{table}\" FOR VALUES FROM ('{Guid.Empty}') TO ('{Guid.AllBitsSet}')");

        await MigrateAsync(sliced, granted);
        Assert.Equal(["\"It's ours_2026_01\" SELECT", "\"It's ours_default\" SELECT"], await ColumnAsync(Grants));
        Assert.Equal(
            [
                "\"Li%nes' %s_2026_01\" FOREIGN KEY (tenant_id, order_id) REFERENCES \"It's ours_2026_01\"(tenant_id, id) ON DELETE " +
                "RESTRICT NOT VALID",
                "\"Li%nes' %s_default\" FOREIGN KEY (tenant_id, order_id) REFERENCES \"It's ours\"(tenant_id, id) ON DELETE RESTRICT",
            ],
            await ColumnAsync(
                """
                SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
                WHERE contype = 'f' AND conparentid = 0 AND conrelid::regclass::text LIKE '"Li%' ORDER BY 1
                """));

        await MigrateAsync(granted, sliced);
        Assert.Empty(await ColumnAsync(Grants));
    }
}
